-- migrate:up
ALTER TABLE "public"."t" RENAME CONSTRAINT "x" TO "y";

-- migrate:down
ALTER TABLE "public"."t" RENAME CONSTRAINT "y" TO "x";
