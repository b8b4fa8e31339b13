-- migrate:up
-- hazard: fails-on-nulls It fails where a row of t.a is null. Fill it first: UPDATE … WHERE … IS NULL, a big table in batches. On a big table add CHECK (… IS NOT NULL) NOT VALID, validate it, then SET NOT NULL reads no row.
ALTER TABLE "public"."t" ALTER COLUMN "a" SET NOT NULL;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" DROP NOT NULL;
