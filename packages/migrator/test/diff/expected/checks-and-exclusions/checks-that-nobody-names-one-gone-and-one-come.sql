-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_check";
ALTER TABLE "public"."t" RENAME CONSTRAINT "t_a_check1" TO "t_a_check";
-- hazard: blocks-reads Nobody can read or write t while every row is checked, and it fails where one breaks it. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_check1" CHECK ((a > 2));

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_check1";
ALTER TABLE "public"."t" RENAME CONSTRAINT "t_a_check" TO "t_a_check1";
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_check" CHECK ((a > 0));
