-- migrate:up
ALTER TABLE "public"."t" RENAME COLUMN "nick" TO "Alias";

-- migrate:down
ALTER TABLE "public"."t" RENAME COLUMN "Alias" TO "nick";
