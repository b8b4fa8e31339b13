-- migrate:up
ALTER TABLE "public"."c" RENAME CONSTRAINT "f" TO "g";

-- migrate:down
ALTER TABLE "public"."c" RENAME CONSTRAINT "g" TO "f";
