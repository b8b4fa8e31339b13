-- migrate:up
ALTER TABLE "public"."t" ALTER COLUMN "a" DROP DEFAULT;
-- hazard: rewrites-table Every row of t is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: time-zone The TimeZone of the session decides how the old values of t.a are read. Say it: USING … AT TIME ZONE 'UTC'.
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE timestamp with time zone;
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT now();

-- migrate:down
ALTER TABLE "public"."t" ALTER COLUMN "a" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE timestamp without time zone;
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT now();
