-- migrate:up
ALTER TABLE "public"."t" RENAME COLUMN "a" TO "b";
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE bigint;
-- hazard: fails-on-nulls It fails where a row of t.b is null. Fill it first: UPDATE … WHERE … IS NULL, a big table in batches. On a big table add CHECK (… IS NOT NULL) NOT VALID, validate it, then SET NOT NULL reads no row.
ALTER TABLE "public"."t" ALTER COLUMN "b" SET NOT NULL;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET DEFAULT 2;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "b" SET DEFAULT 1;
ALTER TABLE "public"."t" ALTER COLUMN "b" DROP NOT NULL;
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE integer;
ALTER TABLE "public"."t" RENAME COLUMN "b" TO "a";
