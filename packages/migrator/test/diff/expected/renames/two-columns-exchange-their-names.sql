-- migrate:up
ALTER TABLE "public"."t" RENAME COLUMN "a" TO "a__swap";
ALTER TABLE "public"."t" RENAME COLUMN "b" TO "a";
ALTER TABLE "public"."t" RENAME COLUMN "a__swap" TO "b";

-- migrate:down
ALTER TABLE "public"."t" RENAME COLUMN "b" TO "a__swap";
ALTER TABLE "public"."t" RENAME COLUMN "a" TO "b";
ALTER TABLE "public"."t" RENAME COLUMN "a__swap" TO "a";
