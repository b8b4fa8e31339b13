-- migrate:up
DROP INDEX "public"."i";
DROP INDEX "public"."j";
ALTER TABLE "public"."t" DROP CONSTRAINT "x";
CREATE TYPE "public"."temper" AS ENUM ('a', 'b');
ALTER TABLE "public"."t" ALTER COLUMN "m" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "n" DROP DEFAULT;
ALTER TABLE "public"."u" ALTER COLUMN "m" DROP DEFAULT;
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of t.m does not fit the new type. Look for such rows first.
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE public.temper USING "m"::text::public.temper;
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of t.n does not fit the new type. Look for such rows first.
ALTER TABLE "public"."t" ALTER COLUMN "n" TYPE public.temper[] USING "n"::text[]::public.temper[];
-- hazard: rewrites-table Every row of u is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of u.m does not fit the new type. Look for such rows first.
ALTER TABLE "public"."u" ALTER COLUMN "m" TYPE public.temper USING "m"::text::public.temper;
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DEFAULT 'a'::public.temper;
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DEFAULT '{a,b}'::public.temper[];
ALTER TABLE "public"."u" ALTER COLUMN "m" SET DEFAULT 'b'::public.temper;
DROP TYPE "public"."mood";
-- hazard: blocks-reads Nobody can read or write t while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."t" ADD CONSTRAINT "x" CHECK (((m <> 'b'::public.temper) OR (id > 0)));
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "i" ON "public"."t" USING btree (m) WHERE (m = 'a'::public.temper);
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "j" ON "public"."t" USING btree (((m = 'a'::public.temper)));

-- migrate:down
DROP INDEX "public"."j";
DROP INDEX "public"."i";
ALTER TABLE "public"."t" DROP CONSTRAINT "x";
CREATE TYPE "public"."mood" AS ENUM ('a', 'b');
ALTER TABLE "public"."u" ALTER COLUMN "m" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "n" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "m" DROP DEFAULT;
ALTER TABLE "public"."u" ALTER COLUMN "m" TYPE public.mood USING "m"::text::public.mood;
ALTER TABLE "public"."t" ALTER COLUMN "n" TYPE public.mood[] USING "n"::text[]::public.mood[];
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE public.mood USING "m"::text::public.mood;
ALTER TABLE "public"."u" ALTER COLUMN "m" SET DEFAULT 'b'::public.mood;
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DEFAULT '{a,b}'::public.mood[];
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DEFAULT 'a'::public.mood;
DROP TYPE "public"."temper";
ALTER TABLE "public"."t" ADD CONSTRAINT "x" CHECK (((m <> 'b'::public.mood) OR (id > 0)));
CREATE INDEX "j" ON "public"."t" USING btree (((m = 'a'::public.mood)));
CREATE INDEX "i" ON "public"."t" USING btree (m) WHERE (m = 'a'::public.mood);
