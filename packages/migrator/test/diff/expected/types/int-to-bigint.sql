-- migrate:up
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE integer;
