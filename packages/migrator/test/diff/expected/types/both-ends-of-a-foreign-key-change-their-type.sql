-- migrate:up
ALTER TABLE "public"."c" DROP CONSTRAINT "c_p_fkey";
-- hazard: rewrites-table Every row of c is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of c.p does not fit the new type. Look for such rows first.
ALTER TABLE "public"."c" ALTER COLUMN "p" TYPE uuid USING "p"::uuid;
-- hazard: rewrites-table Every row of p is rewritten while nobody can read or write it. On a big table add a new column that a trigger keeps up to date, fill it in batches, then switch.
-- hazard: fails-on-cast It fails where a value of p.id does not fit the new type. Look for such rows first.
ALTER TABLE "public"."p" ALTER COLUMN "id" TYPE uuid USING "id"::uuid;
-- hazard: fails-on-orphans It fails where a row of c refers to one that is not there. Delete or mend those rows first.
-- hazard: blocks-writes Writes to c and to the table it refers to wait while every row is checked. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_fkey" FOREIGN KEY ("p") REFERENCES "public"."p" ("id") ON DELETE CASCADE;

-- migrate:down
ALTER TABLE "public"."c" DROP CONSTRAINT "c_p_fkey";
ALTER TABLE "public"."p" ALTER COLUMN "id" TYPE text;
ALTER TABLE "public"."c" ALTER COLUMN "p" TYPE text;
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_fkey" FOREIGN KEY ("p") REFERENCES "public"."p" ("id") ON DELETE CASCADE;
