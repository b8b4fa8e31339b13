-- migrate:up
ALTER TABLE "public"."u" RENAME TO "u__move";
ALTER TABLE "public"."u__move" SET SCHEMA "other";
ALTER TABLE "other"."u__move" RENAME TO "t";

-- migrate:down
ALTER TABLE "other"."t" RENAME TO "t__move";
ALTER TABLE "other"."t__move" SET SCHEMA "public";
ALTER TABLE "public"."t__move" RENAME TO "u";
