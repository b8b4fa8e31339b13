-- migrate:up
ALTER TABLE "public"."t" RENAME COLUMN "lower" TO "low";
ALTER TABLE "public"."t" RENAME COLUMN "text" TO "txt";

-- migrate:down
ALTER TABLE "public"."t" RENAME COLUMN "txt" TO "text";
ALTER TABLE "public"."t" RENAME COLUMN "low" TO "lower";
