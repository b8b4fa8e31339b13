-- migrate:up
ALTER TYPE "public"."mood" ADD VALUE 'a' BEFORE 'b';
ALTER TYPE "public"."mood" ADD VALUE 'c' BEFORE 'd';
ALTER TYPE "public"."mood" ADD VALUE 'c2' BEFORE 'd';
ALTER TYPE "public"."mood" ADD VALUE 'e';
ALTER TYPE "public"."mood" ADD VALUE 'f';

-- migrate:down
CREATE TYPE "public"."mood__new" AS ENUM ('b', 'd');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
