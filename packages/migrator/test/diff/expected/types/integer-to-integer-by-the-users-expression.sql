-- migrate:up
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of t.a does not fit the new type. Look for such rows first.
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE integer[] USING ARRAY[a];

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE integer USING "a"::text::integer;
