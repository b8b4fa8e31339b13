-- migrate:up
CREATE TYPE "public"."mood" AS ENUM ('it''s', '好');
ALTER TABLE "public"."t" ADD COLUMN "m" public.mood NOT NULL DEFAULT '好'::public.mood;
ALTER TABLE "public"."t" ADD COLUMN "n" public.mood[] DEFAULT '{好}'::public.mood[];

-- migrate:down
ALTER TABLE "public"."t" DROP COLUMN "n";
ALTER TABLE "public"."t" DROP COLUMN "m";
DROP TYPE "public"."mood";
