-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "a" DROP DEFAULT;
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE integer USING "a"::integer;
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT 0;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE boolean USING "a"::boolean;
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT false;
