-- migrate:up
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE text;
-- hazard: rewrites-table Every row of t.n is rewritten while nobody can read or write the table. On a big table run it when it is quiet.
-- hazard: fails-on-cast It fails where a row of t.n still has b. UPDATE those rows to another value first.
CREATE TYPE "public"."mood__new" AS ENUM ('a');
ALTER TABLE "public"."t"
  ALTER COLUMN "n" TYPE "public"."mood__new" USING "n"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";

-- migrate:down
CREATE TYPE "public"."mood__new" AS ENUM ('a', 'b');
ALTER TABLE "public"."t"
  ALTER COLUMN "n" TYPE "public"."mood__new" USING "n"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE public.mood USING "m"::public.mood;
