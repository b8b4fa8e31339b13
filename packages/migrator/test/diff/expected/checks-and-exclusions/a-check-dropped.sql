-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_check";

-- migrate:down
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_check" CHECK ((a > 0));
