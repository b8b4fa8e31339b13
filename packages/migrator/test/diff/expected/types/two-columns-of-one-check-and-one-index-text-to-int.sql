-- migrate:up
DROP INDEX "public"."e";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_check";
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of t.a does not fit the new type. Look for such rows first.
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE integer USING "a"::integer;
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of t.b does not fit the new type. Look for such rows first.
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE integer USING "b"::integer;
-- hazard: blocks-reads Nobody can read or write t while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."t" ADD CONSTRAINT "t_check" CHECK ((a = b));
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "e" ON "public"."t" USING btree (((a = b)));

-- migrate:down
DROP INDEX "public"."e";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_check";
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE text;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_check" CHECK ((a = b));
CREATE INDEX "e" ON "public"."t" USING btree (((a = b)));
