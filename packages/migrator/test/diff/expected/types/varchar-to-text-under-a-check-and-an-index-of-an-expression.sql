-- migrate:up
DROP INDEX "public"."i";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_check";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE text;
-- hazard: blocks-reads Nobody can read or write t while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_check" CHECK ((a <> ''::text));
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "i" ON "public"."t" USING btree (lower(a));

-- migrate:down
DROP INDEX "public"."i";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_check";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE character varying(100);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_check" CHECK (((a)::text <> ''::text));
CREATE INDEX "i" ON "public"."t" USING btree (lower((a)::text));
