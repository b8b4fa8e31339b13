-- migrate:up
COMMENT ON TABLE "public"."t" IS '新的';

-- migrate:down
COMMENT ON TABLE "public"."t" IS 'old';
