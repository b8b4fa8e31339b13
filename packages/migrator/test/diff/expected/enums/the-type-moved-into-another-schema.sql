-- migrate:up
ALTER TYPE "public"."mood" RENAME TO "mood__move";
ALTER TYPE "public"."mood__move" SET SCHEMA "other";
ALTER TYPE "other"."mood__move" RENAME TO "temper";

-- migrate:down
ALTER TYPE "other"."temper" RENAME TO "temper__move";
ALTER TYPE "other"."temper__move" SET SCHEMA "public";
ALTER TYPE "public"."temper__move" RENAME TO "mood";
