-- migrate:up
DROP INDEX "public".U&"a\000a-- migrate:down\000d\000ab i";
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" DROP CONSTRAINT U&"a\000a-- migrate:down\000d\000ab x";
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" DROP CONSTRAINT U&"a\000a-- migrate:down\000d\000ab c";
-- hazard: rewrites-table Every row of a -- migrate:down b.e is rewritten while nobody can read or write the table. On a big table run it when it is quiet.
-- hazard: fails-on-cast It fails where a row of a -- migrate:down b.e still has other. UPDATE those rows to another value first.
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN "e" DROP DEFAULT;
CREATE TYPE "public".U&"a\000a-- migrate:down\000d\000ab type__new" AS ENUM (E'a\n-- migrate:down\r\nb');
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab"
  ALTER COLUMN "e" TYPE "public".U&"a\000a-- migrate:down\000d\000ab type__new" USING "e"::text::"public".U&"a\000a-- migrate:down\000d\000ab type__new";
DROP TYPE "public".U&"a\000a-- migrate:down\000d\000ab type";
ALTER TYPE "public".U&"a\000a-- migrate:down\000d\000ab type__new" RENAME TO U&"a\000a-- migrate:down\000d\000ab type";
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN "e" SET DEFAULT E'a\n-- migrate:down\r\nb'::public.U&"a\000a-- migrate:down\000d\000ab type";
-- hazard: fails-on-duplicates It fails where rows of a -- migrate:down b have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-reads Nobody can read or write a -- migrate:down b while its index is built. On a big table run it when it is quiet.
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ADD CONSTRAINT U&"a\000a-- migrate:down\000d\000ab x" EXCLUDE USING btree (up WITH =, t WITH =);
-- hazard: blocks-reads Nobody can read or write a -- migrate:down b while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ADD CONSTRAINT U&"a\000a-- migrate:down\000d\000ab c" CHECK ((t > E'a\n-- migrate:down\r\nb'::text));
-- hazard: blocks-writes Writes to a -- migrate:down b wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX U&"a\000a-- migrate:down\000d\000ab i" ON "public".U&"a\000a-- migrate:down\000d\000ab" USING btree (U&"a\000a-- migrate:down\000d\000ab" DESC, lower(t)) WHERE (t > E'a\n-- migrate:down\r\nb'::text);
COMMENT ON COLUMN "public".U&"a\000a-- migrate:down\000d\000ab".U&"a\000a-- migrate:down\000d\000ab" IS E'new a\n-- migrate:down\r\nb';
COMMENT ON TABLE "public".U&"a\000a-- migrate:down\000d\000ab" IS E'new a\n-- migrate:down\r\nb';

-- migrate:down
COMMENT ON TABLE "public".U&"a\000a-- migrate:down\000d\000ab" IS E'a\n-- migrate:down\r\nb';
COMMENT ON COLUMN "public".U&"a\000a-- migrate:down\000d\000ab".U&"a\000a-- migrate:down\000d\000ab" IS E'a\n-- migrate:down\r\nb';
DROP INDEX "public".U&"a\000a-- migrate:down\000d\000ab i";
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" DROP CONSTRAINT U&"a\000a-- migrate:down\000d\000ab c";
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" DROP CONSTRAINT U&"a\000a-- migrate:down\000d\000ab x";
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN "e" DROP DEFAULT;
CREATE TYPE "public".U&"a\000a-- migrate:down\000d\000ab type__new" AS ENUM (E'a\n-- migrate:down\r\nb', 'other');
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab"
  ALTER COLUMN "e" TYPE "public".U&"a\000a-- migrate:down\000d\000ab type__new" USING "e"::text::"public".U&"a\000a-- migrate:down\000d\000ab type__new";
DROP TYPE "public".U&"a\000a-- migrate:down\000d\000ab type";
ALTER TYPE "public".U&"a\000a-- migrate:down\000d\000ab type__new" RENAME TO U&"a\000a-- migrate:down\000d\000ab type";
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN "e" SET DEFAULT E'a\n-- migrate:down\r\nb'::public.U&"a\000a-- migrate:down\000d\000ab type";
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ADD CONSTRAINT U&"a\000a-- migrate:down\000d\000ab c" CHECK ((t <> E'a\n-- migrate:down\r\nb'::text));
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ADD CONSTRAINT U&"a\000a-- migrate:down\000d\000ab x" EXCLUDE USING btree (up WITH =);
CREATE INDEX U&"a\000a-- migrate:down\000d\000ab i" ON "public".U&"a\000a-- migrate:down\000d\000ab" USING btree (U&"a\000a-- migrate:down\000d\000ab" DESC, lower(t)) WHERE (t <> E'a\n-- migrate:down\r\nb'::text);
