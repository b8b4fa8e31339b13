-- migrate:up
-- hazard: rewrites-table Every row of order; DROP TABLE x; -- is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."order; DROP TABLE x; --" ALTER COLUMN "select" TYPE bigint;
-- hazard: fails-on-nulls It fails where a row of order; DROP TABLE x; --.a"b is null. Fill it first: UPDATE … WHERE … IS NULL, a big table in batches. On a big table add CHECK (… IS NOT NULL) NOT VALID, validate it, then SET NOT NULL reads no row.
ALTER TABLE "public"."order; DROP TABLE x; --" ALTER COLUMN "a""b" SET NOT NULL;
ALTER TABLE "public"."order; DROP TABLE x; --" ALTER COLUMN "select" SET DEFAULT 1;
ALTER TABLE "public"."order; DROP TABLE x; --" ADD COLUMN "😀" integer;
-- hazard: blocks-reads Nobody can read or write order; DROP TABLE x; -- while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."order; DROP TABLE x; --" ADD CONSTRAINT "order; DROP TABLE x; --_😀_check" CHECK (("😀" > 0));
-- hazard: blocks-writes Writes to order; DROP TABLE x; -- wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "User" ON "public"."order; DROP TABLE x; --" USING btree ("a""b");

-- migrate:down
DROP INDEX "public"."User";
ALTER TABLE "public"."order; DROP TABLE x; --" DROP CONSTRAINT "order; DROP TABLE x; --_😀_check";
ALTER TABLE "public"."order; DROP TABLE x; --" DROP COLUMN "😀";
ALTER TABLE "public"."order; DROP TABLE x; --" ALTER COLUMN "select" DROP DEFAULT;
ALTER TABLE "public"."order; DROP TABLE x; --" ALTER COLUMN "a""b" DROP NOT NULL;
ALTER TABLE "public"."order; DROP TABLE x; --" ALTER COLUMN "select" TYPE integer;
