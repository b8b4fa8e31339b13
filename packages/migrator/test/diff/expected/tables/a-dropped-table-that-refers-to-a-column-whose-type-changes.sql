-- migrate:up
-- hazard: data-loss Every row of c is lost. Drop it in a later release, when nothing reads it, and keep a copy.
DROP TABLE "public"."c";
-- hazard: rewrites-table Every row of p is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
ALTER TABLE "public"."p" ALTER COLUMN "id" TYPE text;

-- migrate:down
ALTER TABLE "public"."p" ALTER COLUMN "id" TYPE integer USING "id"::integer;
CREATE TABLE "public"."c" (
  "p" integer,
  CONSTRAINT "c_p_fkey" FOREIGN KEY ("p") REFERENCES "public"."p" ("id")
);
