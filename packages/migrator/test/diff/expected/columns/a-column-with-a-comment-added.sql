-- migrate:up
ALTER TABLE "public"."t" ADD COLUMN "a" integer;
COMMENT ON COLUMN "public"."t"."a" IS 'new';

-- migrate:down
ALTER TABLE "public"."t" DROP COLUMN "a";
