-- migrate:up
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column, fill it in batches, then switch.
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
ALTER SEQUENCE "public"."t_id_seq" AS bigint MAXVALUE 9223372036854775807;

-- migrate:down
ALTER SEQUENCE "public"."t_id_seq" AS integer MAXVALUE 2147483647;
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE integer;
