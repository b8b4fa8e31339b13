-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_check";
-- hazard: blocks-reads Nobody can read or write t while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_check" CHECK ((a > 1));

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_check";
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_check" CHECK ((a > 0));
