-- migrate:up
CREATE SEQUENCE "public"."t_id_seq" AS integer;
ALTER SEQUENCE "public"."t_id_seq" OWNED BY "public"."t"."id";
SELECT setval('"public"."t_id_seq"', greatest(max("id") + 1, 1), false) FROM "public"."t";
ALTER TABLE "public"."t" ALTER COLUMN "id" SET DEFAULT nextval('"public"."t_id_seq"'::regclass);

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "id" DROP DEFAULT;
DROP SEQUENCE "public"."t_id_seq";
