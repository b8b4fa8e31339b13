-- migrate:up
-- hazard: rewrites-table Every row of t.n is rewritten while nobody can read or write the table. On a big table run it when it is quiet.
CREATE TYPE "public"."mood__new" AS ENUM ('a', 'b');
ALTER TABLE "public"."t"
  ALTER COLUMN "n" TYPE "public"."mood__new" USING "n"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of t.m does not fit the new type. Look for such rows first.
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE public.mood USING "m"::public.mood;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE text;
CREATE TYPE "public"."mood__new" AS ENUM ('a');
ALTER TABLE "public"."t"
  ALTER COLUMN "n" TYPE "public"."mood__new" USING "n"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
