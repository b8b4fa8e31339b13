-- migrate:up
-- hazard: blocks-reads Nobody can read or write t while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."t" ADD CONSTRAINT "c" CHECK (((a >= 1) AND (a <= 5) AND ((v)::text <> ALL (ARRAY[('x'::character varying)::text, ('y'::character varying)::text]))));

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "c";
