-- migrate:up
ALTER TABLE "public"."a" DROP CONSTRAINT "a_b_fkey";

-- migrate:down
ALTER TABLE "public"."a" ADD CONSTRAINT "a_b_fkey" FOREIGN KEY ("b") REFERENCES "public"."b" ("id");
