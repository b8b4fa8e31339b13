-- migrate:up
DROP INDEX "public"."it's $$ \ 😀 i";
ALTER TABLE "public"."it's $$ \ 😀" DROP CONSTRAINT "it's $$ \ 😀 x";
ALTER TABLE "public"."it's $$ \ 😀" DROP CONSTRAINT "it's $$ \ 😀 c";
-- hazard: rewrites-table Every row of it's $$ \ 😀.e is rewritten while nobody can read or write the table. On a big table run it when it is quiet.
-- hazard: fails-on-cast It fails where a row of it's $$ \ 😀.e still has other. UPDATE those rows to another value first.
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "e" DROP DEFAULT;
CREATE TYPE "public"."it's $$ \ 😀 type__new" AS ENUM (E'it''s $$ \\ 😀');
ALTER TABLE "public"."it's $$ \ 😀"
  ALTER COLUMN "e" TYPE "public"."it's $$ \ 😀 type__new" USING "e"::text::"public"."it's $$ \ 😀 type__new";
DROP TYPE "public"."it's $$ \ 😀 type";
ALTER TYPE "public"."it's $$ \ 😀 type__new" RENAME TO "it's $$ \ 😀 type";
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "e" SET DEFAULT 'it''s $$ \ 😀'::public."it's $$ \ 😀 type";
-- hazard: fails-on-duplicates It fails where rows of it's $$ \ 😀 have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-reads Nobody can read or write it's $$ \ 😀 while its index is built. On a big table run it when it is quiet.
ALTER TABLE "public"."it's $$ \ 😀" ADD CONSTRAINT "it's $$ \ 😀 x" EXCLUDE USING btree (up WITH =, t WITH =);
-- hazard: blocks-reads Nobody can read or write it's $$ \ 😀 while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."it's $$ \ 😀" ADD CONSTRAINT "it's $$ \ 😀 c" CHECK ((t > 'it''s $$ \ 😀'::text));
-- hazard: blocks-writes Writes to it's $$ \ 😀 wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "it's $$ \ 😀 i" ON "public"."it's $$ \ 😀" USING btree ("it's $$ \ 😀" DESC, lower(t)) WHERE (t > 'it''s $$ \ 😀'::text);
COMMENT ON COLUMN "public"."it's $$ \ 😀"."it's $$ \ 😀" IS E'new it''s $$ \\ 😀';
COMMENT ON TABLE "public"."it's $$ \ 😀" IS E'new it''s $$ \\ 😀';

-- migrate:down
COMMENT ON TABLE "public"."it's $$ \ 😀" IS E'it''s $$ \\ 😀';
COMMENT ON COLUMN "public"."it's $$ \ 😀"."it's $$ \ 😀" IS E'it''s $$ \\ 😀';
DROP INDEX "public"."it's $$ \ 😀 i";
ALTER TABLE "public"."it's $$ \ 😀" DROP CONSTRAINT "it's $$ \ 😀 c";
ALTER TABLE "public"."it's $$ \ 😀" DROP CONSTRAINT "it's $$ \ 😀 x";
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "e" DROP DEFAULT;
CREATE TYPE "public"."it's $$ \ 😀 type__new" AS ENUM (E'it''s $$ \\ 😀', 'other');
ALTER TABLE "public"."it's $$ \ 😀"
  ALTER COLUMN "e" TYPE "public"."it's $$ \ 😀 type__new" USING "e"::text::"public"."it's $$ \ 😀 type__new";
DROP TYPE "public"."it's $$ \ 😀 type";
ALTER TYPE "public"."it's $$ \ 😀 type__new" RENAME TO "it's $$ \ 😀 type";
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "e" SET DEFAULT 'it''s $$ \ 😀'::public."it's $$ \ 😀 type";
ALTER TABLE "public"."it's $$ \ 😀" ADD CONSTRAINT "it's $$ \ 😀 c" CHECK ((t <> 'it''s $$ \ 😀'::text));
ALTER TABLE "public"."it's $$ \ 😀" ADD CONSTRAINT "it's $$ \ 😀 x" EXCLUDE USING btree (up WITH =);
CREATE INDEX "it's $$ \ 😀 i" ON "public"."it's $$ \ 😀" USING btree ("it's $$ \ 😀" DESC, lower(t)) WHERE (t <> 'it''s $$ \ 😀'::text);
