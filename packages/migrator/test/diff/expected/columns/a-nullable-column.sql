-- migrate:up
ALTER TABLE "public"."t" ADD COLUMN "a" text;

-- migrate:down
ALTER TABLE "public"."t" DROP COLUMN "a";
