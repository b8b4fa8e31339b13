-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT now();

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT 'now()'::text;
