-- migrate:up
ALTER TYPE "public"."mood" ADD VALUE 'b';
ALTER TABLE "public"."t" ADD COLUMN "m" public.mood;

-- migrate:down
ALTER TABLE "public"."t" DROP COLUMN "m";
CREATE TYPE "public"."mood__new" AS ENUM ('a');
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
