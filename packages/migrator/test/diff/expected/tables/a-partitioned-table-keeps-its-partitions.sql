-- migrate:up
ALTER TABLE "public"."t" ADD COLUMN "b" integer;

-- migrate:down
ALTER TABLE "public"."t" DROP COLUMN "b";
