-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT 5;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT 4;
