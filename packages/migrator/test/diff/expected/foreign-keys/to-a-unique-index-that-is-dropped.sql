-- migrate:up
ALTER TABLE "public"."c" DROP CONSTRAINT "c_x_fkey";
DROP INDEX "public"."i";
-- hazard: fails-on-duplicates It fails where rows of p have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-reads Nobody can read or write p while its index is built. On a big table build it first with CREATE UNIQUE INDEX CONCURRENTLY in a file of its own, then ADD CONSTRAINT … USING INDEX.
ALTER TABLE "public"."p" ADD CONSTRAINT "p_x_key" UNIQUE ("x");
-- hazard: fails-on-orphans It fails where a row of c refers to one that is not there. Delete or mend those rows first.
-- hazard: blocks-writes Writes to c and to the table it refers to wait while every row is checked. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."c" ADD CONSTRAINT "c_x_fkey" FOREIGN KEY ("x") REFERENCES "public"."p" ("x");

-- migrate:down
ALTER TABLE "public"."c" DROP CONSTRAINT "c_x_fkey";
ALTER TABLE "public"."p" DROP CONSTRAINT "p_x_key";
CREATE UNIQUE INDEX "i" ON "public"."p" USING btree (x);
ALTER TABLE "public"."c" ADD CONSTRAINT "c_x_fkey" FOREIGN KEY ("x") REFERENCES "public"."p" ("x");
