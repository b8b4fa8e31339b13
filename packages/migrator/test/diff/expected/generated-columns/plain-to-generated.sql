-- migrate:up
-- hazard: data-loss The values of t.g are replaced by computed ones. Keep a copy of the column.
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
DROP INDEX "public"."i";
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (a * 3) STORED;
CREATE INDEX "i" ON "public"."t" USING btree (g);

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "g" DROP EXPRESSION;
