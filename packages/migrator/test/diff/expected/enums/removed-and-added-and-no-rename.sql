-- migrate:up
-- hazard: rewrites-table Every row of t.m is rewritten while nobody can read or write the table. On a big table run it when it is quiet.
-- hazard: fails-on-cast It fails where a row of t.m still has b. UPDATE those rows to another value first.
CREATE TYPE "public"."mood__new" AS ENUM ('a', 'c');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";

-- migrate:down
CREATE TYPE "public"."mood__new" AS ENUM ('a', 'b');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
