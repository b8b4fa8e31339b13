-- migrate:up
ALTER TABLE "public"."t" RENAME CONSTRAINT "p" TO "p2";
ALTER TABLE "public"."t" RENAME CONSTRAINT "u" TO "u2";
ALTER TABLE "public"."t" RENAME CONSTRAINT "e" TO "e2";
ALTER INDEX "public"."i" RENAME TO "i2";

-- migrate:down
ALTER INDEX "public"."i2" RENAME TO "i";
ALTER TABLE "public"."t" RENAME CONSTRAINT "e2" TO "e";
ALTER TABLE "public"."t" RENAME CONSTRAINT "u2" TO "u";
ALTER TABLE "public"."t" RENAME CONSTRAINT "p2" TO "p";
