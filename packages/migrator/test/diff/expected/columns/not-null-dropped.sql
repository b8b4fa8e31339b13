-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "a" DROP NOT NULL;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" SET NOT NULL;
