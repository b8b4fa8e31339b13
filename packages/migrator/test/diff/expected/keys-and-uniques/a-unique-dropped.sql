-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_key";

-- migrate:down
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_key" UNIQUE ("a");
