-- migrate:up
ALTER TABLE "public"."worker" RENAME TO "employee";

-- migrate:down
ALTER TABLE "public"."employee" RENAME TO "worker";
