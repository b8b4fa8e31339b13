-- migrate:up
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN U&"a\000a-- migrate:down\000d\000ab" DROP DEFAULT;
-- hazard: rewrites-table Every row of a -- migrate:down b is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of a -- migrate:down b.a -- migrate:down b does not fit the new type. Look for such rows first.
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN U&"a\000a-- migrate:down\000d\000ab" TYPE integer USING U&"a\000a-- migrate:down\000d\000ab"::integer;
-- hazard: fails-on-nulls It fails where a row of a -- migrate:down b.a -- migrate:down b is null. Fill it first: UPDATE … WHERE … IS NULL, a big table in batches. On a big table add CHECK (… IS NOT NULL) NOT VALID, validate it, then SET NOT NULL reads no row.
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN U&"a\000a-- migrate:down\000d\000ab" SET NOT NULL;
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN U&"a\000a-- migrate:down\000d\000ab" SET DEFAULT 7;
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN "g" SET DEFAULT E'a\n-- migrate:down\r\nb'::text;
-- hazard: rewrites-table Every row of a -- migrate:down b is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ADD COLUMN "n" integer GENERATED ALWAYS AS IDENTITY NOT NULL;
-- hazard: blocks-reads Nobody can read or write a -- migrate:down b while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ADD CONSTRAINT U&"a\000a-- migrate:down\000d\000ab_a\000a-- migrate:down\000d\000ab_check" CHECK ((U&"a\000a-- migrate:down\000d\000ab" > 0));

-- migrate:down
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" DROP CONSTRAINT U&"a\000a-- migrate:down\000d\000ab_a\000a-- migrate:down\000d\000ab_check";
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" DROP COLUMN "n";
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN "g" DROP DEFAULT;
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN U&"a\000a-- migrate:down\000d\000ab" DROP DEFAULT;
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN U&"a\000a-- migrate:down\000d\000ab" DROP NOT NULL;
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN U&"a\000a-- migrate:down\000d\000ab" TYPE text;
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" ALTER COLUMN U&"a\000a-- migrate:down\000d\000ab" SET DEFAULT 'x'::text;
