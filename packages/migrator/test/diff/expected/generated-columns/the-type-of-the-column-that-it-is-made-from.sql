-- migrate:up
DROP INDEX "public"."i";
ALTER TABLE "public"."t" DROP COLUMN "g";
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (a * 2) STORED;
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "i" ON "public"."t" USING btree (g);

-- migrate:down
DROP INDEX "public"."i";
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE integer;
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (a * 2) STORED;
CREATE INDEX "i" ON "public"."t" USING btree (g);
