-- migrate:up
CREATE TYPE "public"."mood" AS ENUM ('a', 'b');
ALTER TABLE "public"."t" ALTER COLUMN "m" DROP DEFAULT;
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of t.m does not fit the new type. Look for such rows first.
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE public.mood USING "m"::public.mood;
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DEFAULT 'a'::public.mood;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "m" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DEFAULT 'a'::text;
DROP TYPE "public"."mood";
