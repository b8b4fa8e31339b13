-- migrate:up
DROP INDEX "public"."i";
DROP INDEX "public"."p";
ALTER TABLE "public"."t" DROP CONSTRAINT "both_positive";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_check";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_key";
-- hazard: data-loss Every value of t.a is lost. Drop it in a later release, when nothing reads it, and keep a copy.
ALTER TABLE "public"."t" DROP COLUMN "a";

-- migrate:down
ALTER TABLE "public"."t" ADD COLUMN "a" integer;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_key" UNIQUE ("a");
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_check" CHECK ((a > 0));
ALTER TABLE "public"."t" ADD CONSTRAINT "both_positive" CHECK (((a + b) > 0));
CREATE INDEX "p" ON "public"."t" USING btree (b) WHERE (a > 1);
CREATE INDEX "i" ON "public"."t" USING btree (b, a);
