-- migrate:up
ALTER TABLE "public"."t" RENAME CONSTRAINT "old" TO "new";

-- migrate:down
ALTER TABLE "public"."t" RENAME CONSTRAINT "new" TO "old";
