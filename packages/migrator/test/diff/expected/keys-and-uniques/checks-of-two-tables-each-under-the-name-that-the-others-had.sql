-- migrate:up
ALTER TABLE "public"."o" RENAME CONSTRAINT "y" TO "x";
ALTER TABLE "public"."t" RENAME CONSTRAINT "x" TO "y";

-- migrate:down
ALTER TABLE "public"."t" RENAME CONSTRAINT "y" TO "x";
ALTER TABLE "public"."o" RENAME CONSTRAINT "x" TO "y";
