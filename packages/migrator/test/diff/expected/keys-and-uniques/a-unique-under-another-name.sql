-- migrate:up
ALTER TABLE "public"."t" RENAME CONSTRAINT "u" TO "v";

-- migrate:down
ALTER TABLE "public"."t" RENAME CONSTRAINT "v" TO "u";
