-- migrate:up
ALTER TABLE "public"."worker" RENAME TO "employee";
ALTER TYPE "public"."enum_worker_state" RENAME TO "enum_employee_state";

-- migrate:down
ALTER TYPE "public"."enum_employee_state" RENAME TO "enum_worker_state";
ALTER TABLE "public"."employee" RENAME TO "worker";
