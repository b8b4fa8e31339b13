-- migrate:up
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "x";

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "x";
ALTER TABLE "public"."t" ADD CONSTRAINT "x" CHECK ((a > 0)) NOT VALID;
