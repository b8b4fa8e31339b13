-- migrate:up
ALTER TABLE "public"."t" RENAME CONSTRAINT "u" TO "v";
ALTER TABLE "public"."t" RENAME CONSTRAINT "p" TO "u";

-- migrate:down
ALTER TABLE "public"."t" RENAME CONSTRAINT "u" TO "p";
ALTER TABLE "public"."t" RENAME CONSTRAINT "v" TO "u";
