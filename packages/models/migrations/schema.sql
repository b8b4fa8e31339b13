-- fingerprint: sha256:5818cf2ff02ee124446dfbb758ef099b520390d7ba3f941e825efd1ba5c52faa
-- models: sha256:c16ca5706994c37f85fd377d0f5b93f786a3ae42aaffdc46f32c9e58e8f813e9
-- migrations: sha256:c3546f3db6ffed7095c8916782a52f505b121e6fa915a21eb70381e29b8a0f94

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

CREATE INDEX "employee_bonus_id" ON "public"."employee" USING btree (bonus, id);

CREATE INDEX "employee_created_time_id" ON "public"."employee" USING btree (created_time, id);

CREATE INDEX "employee_entry_date_id" ON "public"."employee" USING btree (entry_date, id);

CREATE INDEX "employee_gender_id" ON "public"."employee" USING btree (gender, id);

CREATE INDEX "employee_is_leave_id" ON "public"."employee" USING btree (is_leave, id);

CREATE INDEX "employee_name_grams" ON "public"."employee" USING gin (((((((string_to_array(lower((name)::text), NULL::text) || string_to_array(regexp_replace(lower((name)::text), '(..)'::text, '\1|||/'::text, 'g'::text), '|||/'::text)) || string_to_array(regexp_replace(substr(lower((name)::text), 2), '(..)'::text, '\1|||/'::text, 'g'::text), '|||/'::text)) || string_to_array(regexp_replace(lower((name)::text), '(...)'::text, '\1|||/'::text, 'g'::text), '|||/'::text)) || string_to_array(regexp_replace(substr(lower((name)::text), 2), '(...)'::text, '\1|||/'::text, 'g'::text), '|||/'::text)) || string_to_array(regexp_replace(substr(lower((name)::text), 3), '(...)'::text, '\1|||/'::text, 'g'::text), '|||/'::text))));

CREATE INDEX "employee_salary_id" ON "public"."employee" USING btree (salary, id);

CREATE INDEX "employee_update_time_id" ON "public"."employee" USING btree (update_time, id);

COMMENT ON COLUMN "public"."employee"."bonus" IS '员工资金';

COMMENT ON COLUMN "public"."employee"."is_leave" IS '是否离职，默认为非';

COMMENT ON COLUMN "public"."employee"."entry_date" IS '入职时间';

COMMENT ON COLUMN "public"."employee"."created_time" IS '创建时间';

COMMENT ON COLUMN "public"."employee"."update_time" IS '记录修改时间';
