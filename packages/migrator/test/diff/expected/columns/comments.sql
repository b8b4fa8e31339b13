-- migrate:up
COMMENT ON COLUMN "public"."t"."a" IS 'new';
COMMENT ON COLUMN "public"."t"."c" IS E'it''s 员工\n"x" $$ ;';
COMMENT ON COLUMN "public"."t"."b" IS NULL;
COMMENT ON TABLE "public"."t" IS NULL;

-- migrate:down
COMMENT ON TABLE "public"."t" IS 'T';
COMMENT ON COLUMN "public"."t"."b" IS 'gone';
COMMENT ON COLUMN "public"."t"."c" IS NULL;
COMMENT ON COLUMN "public"."t"."a" IS 'old';
