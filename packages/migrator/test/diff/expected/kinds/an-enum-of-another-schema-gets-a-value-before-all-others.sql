-- migrate:up
ALTER TYPE "other"."mood" ADD VALUE 'a' BEFORE 'b';

-- migrate:down
CREATE TYPE "other"."mood__new" AS ENUM ('b');
ALTER TABLE "public"."t"
  ALTER COLUMN "m" TYPE "other"."mood__new" USING "m"::text::"other"."mood__new";
DROP TYPE "other"."mood";
ALTER TYPE "other"."mood__new" RENAME TO "mood";
