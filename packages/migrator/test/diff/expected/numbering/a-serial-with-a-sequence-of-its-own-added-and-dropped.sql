-- migrate:up
-- hazard: data-loss Every value of t.a is lost. Drop it in a later release, when nothing reads it, and keep a copy.
ALTER TABLE "public"."t" DROP COLUMN "a";
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
CREATE SEQUENCE "public"."s2" AS integer START WITH 7;
ALTER TABLE "public"."t" ADD COLUMN "b" integer DEFAULT nextval('"public"."s2"'::regclass);
ALTER SEQUENCE "public"."s2" OWNED BY "public"."t"."b";

-- migrate:down
ALTER TABLE "public"."t" DROP COLUMN "b";
CREATE SEQUENCE "public"."s1" AS integer START WITH 5;
ALTER TABLE "public"."t" ADD COLUMN "a" integer DEFAULT nextval('"public"."s1"'::regclass);
ALTER SEQUENCE "public"."s1" OWNED BY "public"."t"."a";
