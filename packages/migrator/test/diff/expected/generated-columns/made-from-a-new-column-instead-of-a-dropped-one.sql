-- migrate:up
ALTER TABLE "public"."t" DROP COLUMN "g";
-- hazard: data-loss Every value of t.a is lost. Drop it in a later release, when nothing reads it, and keep a copy.
ALTER TABLE "public"."t" DROP COLUMN "a";
ALTER TABLE "public"."t" ADD COLUMN "b" bigint;
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (b * 2) STORED;

-- migrate:down
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" DROP COLUMN "b";
ALTER TABLE "public"."t" ADD COLUMN "a" integer;
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (a * 2) STORED;
