-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_fkey";

-- migrate:down
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_fkey" FOREIGN KEY ("a") REFERENCES "public"."t" ("id") ON DELETE CASCADE;
