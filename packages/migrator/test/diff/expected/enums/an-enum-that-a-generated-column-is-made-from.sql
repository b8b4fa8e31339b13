-- migrate:up
-- hazard: rewrites-table Every row of t.m is rewritten while nobody can read or write the table. On a big table run it when it is quiet.
-- hazard: reorders-enum ORDER BY and comparisons on t.m give another order after it: mood is b, a.
DROP INDEX "public"."i";
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" DROP COLUMN "h";
CREATE TYPE "public"."mood__new" AS ENUM ('b', 'a');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
ALTER TABLE "public"."t" ADD COLUMN "h" public.mood GENERATED ALWAYS AS (m) STORED;
ALTER TABLE "public"."t" ADD COLUMN "g" boolean GENERATED ALWAYS AS (m = 'a'::public.mood) STORED;
CREATE INDEX "i" ON "public"."t" USING btree (g);

-- migrate:down
DROP INDEX "public"."i";
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" DROP COLUMN "h";
CREATE TYPE "public"."mood__new" AS ENUM ('a', 'b');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
ALTER TABLE "public"."t" ADD COLUMN "h" public.mood GENERATED ALWAYS AS (m) STORED;
ALTER TABLE "public"."t" ADD COLUMN "g" boolean GENERATED ALWAYS AS (m = 'a'::public.mood) STORED;
CREATE INDEX "i" ON "public"."t" USING btree (g);
