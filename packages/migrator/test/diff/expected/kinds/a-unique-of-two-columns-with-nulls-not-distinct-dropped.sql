-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_b_key";

-- migrate:down
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_b_key" UNIQUE NULLS NOT DISTINCT ("a", "b");
