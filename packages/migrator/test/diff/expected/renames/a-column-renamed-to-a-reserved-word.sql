-- migrate:up
ALTER TABLE "public"."t" RENAME COLUMN "a" TO "order";

-- migrate:down
ALTER TABLE "public"."t" RENAME COLUMN "order" TO "a";
