-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT '\"; DROP TABLE t; -- $$ 😀'::text;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT 'it''s'::text;
