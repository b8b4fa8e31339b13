-- fingerprint: sha256:b3330eb4961b5ec39524dea6c825fe80b651aa6a8d4c15388923f85f1b4ee76b
-- models: sha256:6a116962dfc163577f25a4fb51bd4d83e7ac49dd9bd28a74c32d6ff4a492f8e2
-- migrations: sha256:673a095239526ea60c58834f2ba0a936ed62c9feeb7e2726deceb0d43e3684ad

CREATE TYPE "public"."enum_employee_gender" AS ENUM ('男', '女');

CREATE TABLE "public"."employee" (
  "id" serial,
  "name" character varying(40) NOT NULL,
  "salary" numeric(10,2) NOT NULL,
  "bonus" integer NOT NULL DEFAULT 0,
  "is_leave" boolean NOT NULL DEFAULT false,
  "gender" public.enum_employee_gender NOT NULL,
  "entry_date" timestamp with time zone NOT NULL DEFAULT now(),
  "created_time" timestamp with time zone NOT NULL DEFAULT now(),
  "update_time" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "employee_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "employee_name_key" UNIQUE ("name")
);

COMMENT ON COLUMN "public"."employee"."bonus" IS '员工资金';

COMMENT ON COLUMN "public"."employee"."is_leave" IS '是否离职，默认为非';

COMMENT ON COLUMN "public"."employee"."entry_date" IS '入职时间';

COMMENT ON COLUMN "public"."employee"."created_time" IS '创建时间';

COMMENT ON COLUMN "public"."employee"."update_time" IS '记录修改时间';
