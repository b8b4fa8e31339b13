-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE character varying(150);

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE character varying(100);
