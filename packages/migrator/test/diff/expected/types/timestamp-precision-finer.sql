-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE timestamp(6) with time zone;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE timestamp(3) with time zone;
