-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_c_fkey";

-- migrate:down
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_c_fkey" FOREIGN KEY ("a", "c") REFERENCES "public"."p" ("x", "y") ON DELETE SET DEFAULT ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
