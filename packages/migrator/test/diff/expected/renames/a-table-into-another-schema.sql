-- migrate:up
CREATE SCHEMA "other";
ALTER TABLE "public"."t" RENAME TO "t__move";
ALTER TABLE "public"."t__move" SET SCHEMA "other";
ALTER TABLE "other"."t__move" RENAME TO "s";

-- migrate:down
ALTER TABLE "other"."s" RENAME TO "s__move";
ALTER TABLE "other"."s__move" SET SCHEMA "public";
ALTER TABLE "public"."s__move" RENAME TO "t";
DROP SCHEMA "other";
