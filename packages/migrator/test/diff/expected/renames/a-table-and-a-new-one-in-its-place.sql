-- migrate:up
ALTER TABLE "public"."worker" RENAME TO "employee";
ALTER TABLE "public"."employee" RENAME CONSTRAINT "worker_pkey" TO "employee_pkey";
ALTER SEQUENCE "public"."worker_id_seq" RENAME TO "employee_id_seq";
CREATE TABLE "public"."worker" (
  "id" serial,
  "x" integer,
  CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- migrate:down
DROP TABLE "public"."worker";
ALTER SEQUENCE "public"."employee_id_seq" RENAME TO "worker_id_seq";
ALTER TABLE "public"."employee" RENAME CONSTRAINT "employee_pkey" TO "worker_pkey";
ALTER TABLE "public"."employee" RENAME TO "worker";
