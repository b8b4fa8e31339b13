-- migrate:up
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN """; DROP TABLE x; --" DROP DEFAULT;
-- hazard: rewrites-table Every row of "; DROP TABLE x; -- is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of "; DROP TABLE x; --."; DROP TABLE x; -- does not fit the new type. Look for such rows first.
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN """; DROP TABLE x; --" TYPE integer USING """; DROP TABLE x; --"::integer;
-- hazard: fails-on-nulls It fails where a row of "; DROP TABLE x; --."; DROP TABLE x; -- is null. Fill it first: UPDATE … WHERE … IS NULL, a big table in batches. On a big table add CHECK (… IS NOT NULL) NOT VALID, validate it, then SET NOT NULL reads no row.
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN """; DROP TABLE x; --" SET NOT NULL;
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN """; DROP TABLE x; --" SET DEFAULT 7;
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN "g" SET DEFAULT '"; DROP TABLE x; --'::text;
-- hazard: rewrites-table Every row of "; DROP TABLE x; -- is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."""; DROP TABLE x; --" ADD COLUMN "n" integer GENERATED ALWAYS AS IDENTITY NOT NULL;
-- hazard: blocks-reads Nobody can read or write "; DROP TABLE x; -- while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."""; DROP TABLE x; --" ADD CONSTRAINT """; DROP TABLE x; --_""; DROP TABLE x; --_check" CHECK (("""; DROP TABLE x; --" > 0));

-- migrate:down
ALTER TABLE "public"."""; DROP TABLE x; --" DROP CONSTRAINT """; DROP TABLE x; --_""; DROP TABLE x; --_check";
ALTER TABLE "public"."""; DROP TABLE x; --" DROP COLUMN "n";
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN "g" DROP DEFAULT;
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN """; DROP TABLE x; --" DROP DEFAULT;
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN """; DROP TABLE x; --" DROP NOT NULL;
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN """; DROP TABLE x; --" TYPE text;
ALTER TABLE "public"."""; DROP TABLE x; --" ALTER COLUMN """; DROP TABLE x; --" SET DEFAULT 'x'::text;
