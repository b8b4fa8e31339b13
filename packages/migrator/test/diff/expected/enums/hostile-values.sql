-- migrate:up
-- hazard: rewrites-table Every row of t.m is rewritten while nobody can read or write the table. On a big table run it when it is quiet.
-- hazard: reorders-enum ORDER BY and comparisons on t.m give another order after it: select is 好, a\b, it's, "; DROP TABLE t; --.
ALTER TABLE "public"."t" ALTER COLUMN "m" DROP DEFAULT;
CREATE TYPE "public"."select__new" AS ENUM ('好', E'a\\b', 'it''s', '"; DROP TABLE t; --');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."select__new" USING "m"::text::"public"."select__new";
DROP TYPE "public"."select";
ALTER TYPE "public"."select__new" RENAME TO "select";
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DEFAULT 'it''s'::public."select";

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "m" DROP DEFAULT;
CREATE TYPE "public"."select__new" AS ENUM ('it''s', '好', E'a\\b');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."select__new" USING "m"::text::"public"."select__new";
DROP TYPE "public"."select";
ALTER TYPE "public"."select__new" RENAME TO "select";
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DEFAULT 'it''s'::public."select";
