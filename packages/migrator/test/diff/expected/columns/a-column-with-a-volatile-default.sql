-- migrate:up
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."t" ADD COLUMN "a" uuid NOT NULL DEFAULT gen_random_uuid();
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."t" ADD COLUMN "b" text DEFAULT md5((random())::text);

-- migrate:down
ALTER TABLE "public"."t" DROP COLUMN "b";
ALTER TABLE "public"."t" DROP COLUMN "a";
