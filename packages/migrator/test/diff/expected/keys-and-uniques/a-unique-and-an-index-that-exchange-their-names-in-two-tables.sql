-- migrate:up
ALTER TABLE "public"."t" RENAME CONSTRAINT "x" TO "x__move";
ALTER INDEX "public"."y" RENAME TO "x";
ALTER TABLE "public"."t" RENAME CONSTRAINT "x__move" TO "y";

-- migrate:down
ALTER TABLE "public"."t" RENAME CONSTRAINT "y" TO "x__move";
ALTER INDEX "public"."x" RENAME TO "y";
ALTER TABLE "public"."t" RENAME CONSTRAINT "x__move" TO "x";
