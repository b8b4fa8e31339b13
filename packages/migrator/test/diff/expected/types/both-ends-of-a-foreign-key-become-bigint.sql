-- migrate:up
-- hazard: rewrites-table Every row of c is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."c" ALTER COLUMN "p" TYPE bigint;
-- hazard: rewrites-table Every row of p is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."p" ALTER COLUMN "id" TYPE bigint;

-- migrate:down
ALTER TABLE "public"."p" ALTER COLUMN "id" TYPE integer;
ALTER TABLE "public"."c" ALTER COLUMN "p" TYPE integer;
