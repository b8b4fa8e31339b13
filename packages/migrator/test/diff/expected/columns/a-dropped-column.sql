-- migrate:up
-- hazard: data-loss Every value of t.a is lost. Drop it in a later release, when nothing reads it, and keep a copy.
ALTER TABLE "public"."t" DROP COLUMN "a";

-- migrate:down
ALTER TABLE "public"."t" ADD COLUMN "a" text;
