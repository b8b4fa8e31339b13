-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "g" DROP EXPRESSION;
-- hazard: data-loss Every value of t.a is lost. Drop it in a later release, when nothing reads it, and keep a copy.
ALTER TABLE "public"."t" DROP COLUMN "a";

-- migrate:down
ALTER TABLE "public"."t" ADD COLUMN "a" integer;
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (a * 3) STORED;
