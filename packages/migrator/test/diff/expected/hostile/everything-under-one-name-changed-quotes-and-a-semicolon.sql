-- migrate:up
DROP INDEX "public"."""; DROP TABLE x; -- i";
ALTER TABLE "public"."""; DROP TABLE x; --" DROP CONSTRAINT """; DROP TABLE x; -- x";
ALTER TABLE "public"."""; DROP TABLE x; --" DROP CONSTRAINT """; DROP TABLE x; -- c";
-- hazard: rewrites-table Every row of "; DROP TABLE x; --.e is rewritten while nobody can read or write the table. On a big table run it when it is quiet.
-- hazard: fails-on-cast It fails where a row of "; DROP TABLE x; --.e still has other. UPDATE those rows to another value first.
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN "e" DROP DEFAULT;
CREATE TYPE "public"."""; DROP TABLE x; -- type__new" AS ENUM ('"; DROP TABLE x; --');
ALTER TABLE "public"."""; DROP TABLE x; --"
  ALTER COLUMN "e" TYPE "public"."""; DROP TABLE x; -- type__new" USING "e"::text::"public"."""; DROP TABLE x; -- type__new";
DROP TYPE "public"."""; DROP TABLE x; -- type";
ALTER TYPE "public"."""; DROP TABLE x; -- type__new" RENAME TO """; DROP TABLE x; -- type";
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN "e" SET DEFAULT '"; DROP TABLE x; --'::public."""; DROP TABLE x; -- type";
-- hazard: fails-on-duplicates It fails where rows of "; DROP TABLE x; -- have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-reads Nobody can read or write "; DROP TABLE x; -- while its index is built. On a big table run it when it is quiet.
ALTER TABLE "public"."""; DROP TABLE x; --" ADD CONSTRAINT """; DROP TABLE x; -- x" EXCLUDE USING btree (up WITH =, t WITH =);
-- hazard: blocks-reads Nobody can read or write "; DROP TABLE x; -- while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."""; DROP TABLE x; --" ADD CONSTRAINT """; DROP TABLE x; -- c" CHECK ((t > '"; DROP TABLE x; --'::text));
-- hazard: blocks-writes Writes to "; DROP TABLE x; -- wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX """; DROP TABLE x; -- i" ON "public"."""; DROP TABLE x; --" USING btree ("""; DROP TABLE x; --" DESC, lower(t)) WHERE (t > '"; DROP TABLE x; --'::text);
COMMENT ON COLUMN "public"."""; DROP TABLE x; --"."""; DROP TABLE x; --" IS 'new "; DROP TABLE x; --';
COMMENT ON TABLE "public"."""; DROP TABLE x; --" IS 'new "; DROP TABLE x; --';

-- migrate:down
COMMENT ON TABLE "public"."""; DROP TABLE x; --" IS '"; DROP TABLE x; --';
COMMENT ON COLUMN "public"."""; DROP TABLE x; --"."""; DROP TABLE x; --" IS '"; DROP TABLE x; --';
DROP INDEX "public"."""; DROP TABLE x; -- i";
ALTER TABLE "public"."""; DROP TABLE x; --" DROP CONSTRAINT """; DROP TABLE x; -- c";
ALTER TABLE "public"."""; DROP TABLE x; --" DROP CONSTRAINT """; DROP TABLE x; -- x";
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN "e" DROP DEFAULT;
CREATE TYPE "public"."""; DROP TABLE x; -- type__new" AS ENUM ('"; DROP TABLE x; --', 'other');
ALTER TABLE "public"."""; DROP TABLE x; --"
  ALTER COLUMN "e" TYPE "public"."""; DROP TABLE x; -- type__new" USING "e"::text::"public"."""; DROP TABLE x; -- type__new";
DROP TYPE "public"."""; DROP TABLE x; -- type";
ALTER TYPE "public"."""; DROP TABLE x; -- type__new" RENAME TO """; DROP TABLE x; -- type";
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN "e" SET DEFAULT '"; DROP TABLE x; --'::public."""; DROP TABLE x; -- type";
ALTER TABLE "public"."""; DROP TABLE x; --" ADD CONSTRAINT """; DROP TABLE x; -- c" CHECK ((t <> '"; DROP TABLE x; --'::text));
ALTER TABLE "public"."""; DROP TABLE x; --" ADD CONSTRAINT """; DROP TABLE x; -- x" EXCLUDE USING btree (up WITH =);
CREATE INDEX """; DROP TABLE x; -- i" ON "public"."""; DROP TABLE x; --" USING btree ("""; DROP TABLE x; --" DESC, lower(t)) WHERE (t <> '"; DROP TABLE x; --'::text);
