-- migrate:up
ALTER TABLE "public"."t" RENAME COLUMN "a" TO "b";

-- migrate:down
ALTER TABLE "public"."t" RENAME COLUMN "b" TO "a";
