-- fingerprint: sha256:bb058d76517148871db9bdf3e0bc28e9a3152f747532609e99e173639140c989
-- models: sha256:f9c203764cd0aa1599d0d7cfc321ff93deb5beb93d0dccb920bb3849139358c2
-- migrations: sha256:9543bbcaa973020e2dad1f5b36bfaa3df434c9ba915d7a262c3cb2be2f84762e

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

CREATE INDEX "employee_bonus_desc_id" ON "public"."employee" USING btree (bonus, ((~ id)));

CREATE INDEX "employee_bonus_id" ON "public"."employee" USING btree (bonus, id);

CREATE INDEX "employee_created_time_desc_id" ON "public"."employee" USING btree (created_time, ((~ id)));

CREATE INDEX "employee_created_time_id" ON "public"."employee" USING btree (created_time, id);

CREATE INDEX "employee_entry_date_desc_id" ON "public"."employee" USING btree (entry_date, ((~ id)));

CREATE INDEX "employee_entry_date_id" ON "public"."employee" USING btree (entry_date, id);

CREATE INDEX "employee_gender_desc_id" ON "public"."employee" USING btree (gender, ((~ id)));

CREATE INDEX "employee_gender_id" ON "public"."employee" USING btree (gender, id);

CREATE INDEX "employee_is_leave_desc_id" ON "public"."employee" USING btree (is_leave, ((~ id)));

CREATE INDEX "employee_is_leave_id" ON "public"."employee" USING btree (is_leave, id);

CREATE INDEX "employee_name_grams" ON "public"."employee" USING gin (array_to_tsvector(array_remove(((string_to_array(regexp_replace(lower((name)::text), '(...)'::text, '\1|||/'::text, 'g'::text), '|||/'::text) || string_to_array(regexp_replace(substr(lower((name)::text), 2), '(...)'::text, '\1|||/'::text, 'g'::text), '|||/'::text)) || string_to_array(regexp_replace(substr(lower((name)::text), 3), '(...)'::text, '\1|||/'::text, 'g'::text), '|||/'::text)), ''::text)));

CREATE INDEX "employee_salary_desc_id" ON "public"."employee" USING btree (salary, ((~ id)));

CREATE INDEX "employee_salary_id" ON "public"."employee" USING btree (salary, id);

CREATE INDEX "employee_update_time_desc_id" ON "public"."employee" USING btree (update_time, ((~ id)));

CREATE INDEX "employee_update_time_id" ON "public"."employee" USING btree (update_time, id);

COMMENT ON COLUMN "public"."employee"."bonus" IS '员工资金';

COMMENT ON COLUMN "public"."employee"."is_leave" IS '是否离职，默认为非';

COMMENT ON COLUMN "public"."employee"."entry_date" IS '入职时间';

COMMENT ON COLUMN "public"."employee"."created_time" IS '创建时间';

COMMENT ON COLUMN "public"."employee"."update_time" IS '记录修改时间';

CREATE TABLE "public"."idempotency_key" (
  "digest" character varying(64) NOT NULL,
  "fingerprint" character varying(64) NOT NULL,
  "status" smallint NOT NULL,
  "headers" json NOT NULL,
  "body" text NOT NULL,
  "expires_time" timestamp with time zone NOT NULL,
  CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("digest")
);

CREATE INDEX "idempotency_key_expires_time" ON "public"."idempotency_key" USING btree (expires_time);
