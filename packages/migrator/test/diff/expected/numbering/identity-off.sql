-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "id" DROP IDENTITY;
ALTER TABLE "public"."t" ALTER COLUMN "id" DROP NOT NULL;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "id" SET NOT NULL;
ALTER TABLE "public"."t" ALTER COLUMN "id" ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME "public"."t_id_seq");
SELECT setval('"public"."t_id_seq"', greatest(max("id") + 1, 1), false) FROM "public"."t";
