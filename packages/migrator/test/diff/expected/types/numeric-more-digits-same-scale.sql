-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE numeric(12,2);

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE numeric(10,2);
