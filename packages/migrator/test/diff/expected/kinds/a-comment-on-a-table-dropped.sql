-- migrate:up
COMMENT ON TABLE "public"."t" IS NULL;

-- migrate:down
COMMENT ON TABLE "public"."t" IS '员工 "it''s"';
