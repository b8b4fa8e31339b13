-- migrate:up
-- hazard: rewrites-table Every row of t.m is rewritten while nobody can read or write the table. On a big table run it when it is quiet.
CREATE TYPE "public"."mood__new" AS ENUM ('a', 'b', 'c');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
CREATE TABLE "public"."u" (
  "m" public.mood DEFAULT 'c'::public.mood
);

-- migrate:down
DROP TABLE "public"."u";
CREATE TYPE "public"."mood__new" AS ENUM ('a', 'b');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
