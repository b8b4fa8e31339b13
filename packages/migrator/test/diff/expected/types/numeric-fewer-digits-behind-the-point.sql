-- migrate:up
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: data-loss Values of t.a are rounded or cut to the new type. Keep the old column until nobody misses it.
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE numeric(10,2);

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE numeric(10,4);
