-- migrate:up
ALTER TABLE "public"."t" RENAME COLUMN "a" TO "b";
ALTER TABLE "public"."t" RENAME CONSTRAINT "t_a_key" TO "t_b_key";

-- migrate:down
ALTER TABLE "public"."t" RENAME CONSTRAINT "t_b_key" TO "t_a_key";
ALTER TABLE "public"."t" RENAME COLUMN "b" TO "a";
