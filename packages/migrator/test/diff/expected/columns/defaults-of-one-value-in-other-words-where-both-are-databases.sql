-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT CURRENT_TIMESTAMP;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT now();
