-- migrate:up
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "it's $$ \ 😀" DROP DEFAULT;
-- hazard: rewrites-table Every row of it's $$ \ 😀 is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of it's $$ \ 😀.it's $$ \ 😀 does not fit the new type. Look for such rows first.
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "it's $$ \ 😀" TYPE integer USING "it's $$ \ 😀"::integer;
-- hazard: fails-on-nulls It fails where a row of it's $$ \ 😀.it's $$ \ 😀 is null. Fill it first: UPDATE … WHERE … IS NULL, a big table in batches. On a big table add CHECK (… IS NOT NULL) NOT VALID, validate it, then SET NOT NULL reads no row.
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "it's $$ \ 😀" SET NOT NULL;
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "it's $$ \ 😀" SET DEFAULT 7;
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "g" SET DEFAULT 'it''s $$ \ 😀'::text;
-- hazard: rewrites-table Every row of it's $$ \ 😀 is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."it's $$ \ 😀" ADD COLUMN "n" integer GENERATED ALWAYS AS IDENTITY NOT NULL;
-- hazard: blocks-reads Nobody can read or write it's $$ \ 😀 while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."it's $$ \ 😀" ADD CONSTRAINT "it's $$ \ 😀_it's $$ \ 😀_check" CHECK (("it's $$ \ 😀" > 0));

-- migrate:down
ALTER TABLE "public"."it's $$ \ 😀" DROP CONSTRAINT "it's $$ \ 😀_it's $$ \ 😀_check";
ALTER TABLE "public"."it's $$ \ 😀" DROP COLUMN "n";
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "g" DROP DEFAULT;
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "it's $$ \ 😀" DROP DEFAULT;
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "it's $$ \ 😀" DROP NOT NULL;
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "it's $$ \ 😀" TYPE text;
ALTER TABLE "public"."it's $$ \ 😀" ALTER COLUMN "it's $$ \ 😀" SET DEFAULT 'x'::text;
