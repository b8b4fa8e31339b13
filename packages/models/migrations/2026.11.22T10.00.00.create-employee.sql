-- migrate:up
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

-- migrate:down
DROP TABLE "public"."employee";
DROP TYPE "public"."enum_employee_gender";
