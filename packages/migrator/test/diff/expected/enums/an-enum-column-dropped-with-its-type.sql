-- migrate:up
-- hazard: data-loss Every value of t.m is lost. Drop it in a later release, when nothing reads it, and keep a copy.
ALTER TABLE "public"."t" DROP COLUMN "m";
DROP TYPE "public"."mood";

-- migrate:down
CREATE TYPE "public"."mood" AS ENUM ('a');
ALTER TABLE "public"."t" ADD COLUMN "m" public.mood;
