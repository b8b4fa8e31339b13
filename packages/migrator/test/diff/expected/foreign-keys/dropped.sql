-- migrate:up
ALTER TABLE "public"."c" DROP CONSTRAINT "c_p_fkey";

-- migrate:down
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_fkey" FOREIGN KEY ("p") REFERENCES "public"."p" ("id");
