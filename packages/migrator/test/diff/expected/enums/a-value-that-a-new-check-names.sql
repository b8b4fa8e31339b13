-- migrate:up
-- hazard: rewrites-table Every row of t.m is rewritten while nobody can read or write the table. On a big table run it when it is quiet.
CREATE TYPE "public"."mood__new" AS ENUM ('a', 'b', 'c');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
-- hazard: blocks-reads Nobody can read or write t while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."t" ADD CONSTRAINT "t_m_check" CHECK ((m <> 'c'::public.mood));

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "t_m_check";
CREATE TYPE "public"."mood__new" AS ENUM ('a', 'b');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
