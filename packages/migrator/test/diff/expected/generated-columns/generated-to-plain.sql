-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "g" DROP EXPRESSION;
-- hazard: fails-on-nulls It fails where a row of t.g is null. Fill it first: UPDATE … WHERE … IS NULL, a big table in batches. On a big table add CHECK (… IS NOT NULL) NOT VALID, validate it, then SET NOT NULL reads no row.
ALTER TABLE "public"."t" ALTER COLUMN "g" SET NOT NULL;
ALTER TABLE "public"."t" ALTER COLUMN "g" SET DEFAULT 4;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "g" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "g" DROP NOT NULL;
DROP INDEX "public"."i";
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (a * 3) STORED;
CREATE INDEX "i" ON "public"."t" USING btree (g);
