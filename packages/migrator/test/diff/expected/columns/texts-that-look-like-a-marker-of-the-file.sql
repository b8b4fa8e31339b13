-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT E'x\n-- migrate:down\n\\ it''s\r\n'::text;
-- hazard: blocks-reads Nobody can read or write t while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_check" CHECK ((a <> E'\n-- migrate:up'::text));
COMMENT ON TABLE "public"."t" IS E'\n-- migrate:down\n';

-- migrate:down
COMMENT ON TABLE "public"."t" IS NULL;
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_check";
ALTER TABLE "public"."t" ALTER COLUMN "a" DROP DEFAULT;
