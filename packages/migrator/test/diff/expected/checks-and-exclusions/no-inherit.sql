-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "x";
-- hazard: blocks-reads Nobody can read or write t while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."t" ADD CONSTRAINT "x" CHECK ((a > 0)) NO INHERIT;

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "x";
ALTER TABLE "public"."t" ADD CONSTRAINT "x" CHECK ((a > 0));
