-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "t_pkey";
ALTER TABLE "public"."t" ALTER COLUMN "id" DROP NOT NULL;

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "id" SET NOT NULL;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY ("id");
