-- migrate:up
-- hazard: rewrites-table Every row of t.m, t.n, u.m is rewritten while nobody can read or write the table. On a big table run it when it is quiet.
-- hazard: reorders-enum ORDER BY and comparisons on t.m, t.n, u.m give another order after it: mood is c, a, b.
DROP INDEX "public"."i";
DROP INDEX "public"."j";
ALTER TABLE "public"."t" DROP CONSTRAINT "x";
ALTER TABLE "public"."t" ALTER COLUMN "m" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "n" DROP DEFAULT;
ALTER TABLE "public"."u" ALTER COLUMN "m" DROP DEFAULT;
CREATE TYPE "public"."mood__new" AS ENUM ('c', 'a', 'b');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new",
  ALTER COLUMN "n" TYPE "public"."mood__new"[] USING "n"::text[]::"public"."mood__new"[];
ALTER TABLE "public"."u"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
ALTER TABLE "public"."u" ALTER COLUMN "m" SET DEFAULT 'b'::public.mood;
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DEFAULT '{a,b}'::public.mood[];
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DEFAULT 'a'::public.mood;
ALTER TABLE "public"."t" ADD CONSTRAINT "x" CHECK (((m <> 'b'::public.mood) OR (id > 0)));
CREATE INDEX "j" ON "public"."t" USING btree (((m = 'a'::public.mood)));
CREATE INDEX "i" ON "public"."t" USING btree (m) WHERE (m = 'a'::public.mood);

-- migrate:down
DROP INDEX "public"."i";
DROP INDEX "public"."j";
ALTER TABLE "public"."t" DROP CONSTRAINT "x";
ALTER TABLE "public"."t" ALTER COLUMN "m" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "n" DROP DEFAULT;
ALTER TABLE "public"."u" ALTER COLUMN "m" DROP DEFAULT;
CREATE TYPE "public"."mood__new" AS ENUM ('a', 'b', 'c');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new",
  ALTER COLUMN "n" TYPE "public"."mood__new"[] USING "n"::text[]::"public"."mood__new"[];
ALTER TABLE "public"."u"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
ALTER TABLE "public"."u" ALTER COLUMN "m" SET DEFAULT 'b'::public.mood;
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DEFAULT '{a,b}'::public.mood[];
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DEFAULT 'a'::public.mood;
ALTER TABLE "public"."t" ADD CONSTRAINT "x" CHECK (((m <> 'b'::public.mood) OR (id > 0)));
CREATE INDEX "j" ON "public"."t" USING btree (((m = 'a'::public.mood)));
CREATE INDEX "i" ON "public"."t" USING btree (m) WHERE (m = 'a'::public.mood);
