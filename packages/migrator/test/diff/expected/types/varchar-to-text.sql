-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT 'x'::text;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT 'x'::character varying;
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE character varying(100);
