-- migrate:up
ALTER TYPE "public"."mood" RENAME TO "Temper";

-- migrate:down
ALTER TYPE "public"."Temper" RENAME TO "mood";
