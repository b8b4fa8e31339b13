-- migrate:up
ALTER TABLE "public"."t" ADD COLUMN "a" integer NOT NULL DEFAULT 7;

-- migrate:down
ALTER TABLE "public"."t" DROP COLUMN "a";
