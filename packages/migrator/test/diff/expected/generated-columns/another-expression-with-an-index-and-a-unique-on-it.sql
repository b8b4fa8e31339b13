-- migrate:up
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
DROP INDEX "public"."i";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_g_key";
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (a * 3) STORED;
COMMENT ON COLUMN "public"."t"."g" IS 'G';
ALTER TABLE "public"."t" ADD CONSTRAINT "t_g_key" UNIQUE ("g");
CREATE INDEX "i" ON "public"."t" USING btree (g);

-- migrate:down
DROP INDEX "public"."i";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_g_key";
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (a * 2) STORED;
COMMENT ON COLUMN "public"."t"."g" IS 'G';
ALTER TABLE "public"."t" ADD CONSTRAINT "t_g_key" UNIQUE ("g");
CREATE INDEX "i" ON "public"."t" USING btree (g);
