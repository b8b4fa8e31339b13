-- migrate:up
CREATE TYPE "enum_employee_gender" AS ENUM ('男', '女');

CREATE TABLE "employee" (
  "id" serial PRIMARY KEY,
  "name" varchar(40) NOT NULL CONSTRAINT "employee_name_key" UNIQUE,
  "salary" numeric(10,2) NOT NULL,
  "bonus" integer NOT NULL DEFAULT 0,
  "is_leave" boolean NOT NULL DEFAULT false,
  "gender" "enum_employee_gender" NOT NULL,
  "entry_date" timestamptz NOT NULL DEFAULT now(),
  "created_time" timestamptz NOT NULL DEFAULT now(),
  "update_time" timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN "employee"."bonus" IS '员工资金';
COMMENT ON COLUMN "employee"."is_leave" IS '是否离职，默认为非';
COMMENT ON COLUMN "employee"."entry_date" IS '入职时间';
COMMENT ON COLUMN "employee"."created_time" IS '创建时间';
COMMENT ON COLUMN "employee"."update_time" IS '记录修改时间';

-- migrate:down
DROP TABLE "employee";

DROP TYPE "enum_employee_gender";
