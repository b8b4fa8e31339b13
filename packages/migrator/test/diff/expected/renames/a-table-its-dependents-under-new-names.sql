-- migrate:up
ALTER TABLE "public"."worker" RENAME TO "employee";
ALTER TABLE "public"."employee" RENAME CONSTRAINT "worker_pkey" TO "employee_pkey";
ALTER TABLE "public"."employee" RENAME CONSTRAINT "worker_up_fkey" TO "employee_up_fkey";
ALTER INDEX "public"."worker_up" RENAME TO "employee_up";
ALTER SEQUENCE "public"."worker_id_seq" RENAME TO "employee_id_seq";

-- migrate:down
ALTER SEQUENCE "public"."employee_id_seq" RENAME TO "worker_id_seq";
ALTER INDEX "public"."employee_up" RENAME TO "worker_up";
ALTER TABLE "public"."employee" RENAME CONSTRAINT "employee_up_fkey" TO "worker_up_fkey";
ALTER TABLE "public"."employee" RENAME CONSTRAINT "employee_pkey" TO "worker_pkey";
ALTER TABLE "public"."employee" RENAME TO "worker";
