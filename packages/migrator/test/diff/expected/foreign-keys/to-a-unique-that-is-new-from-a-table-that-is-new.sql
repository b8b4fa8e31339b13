-- migrate:up
-- hazard: fails-on-duplicates It fails where rows of p have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-reads Nobody can read or write p while its index is built. On a big table build it first with CREATE UNIQUE INDEX CONCURRENTLY in a file of its own, then ADD CONSTRAINT … USING INDEX.
ALTER TABLE "public"."p" ADD CONSTRAINT "p_x_key" UNIQUE ("x");
CREATE TABLE "public"."c" (
  "x" integer,
  CONSTRAINT "c_x_fkey" FOREIGN KEY ("x") REFERENCES "public"."p" ("x")
);

-- migrate:down
DROP TABLE "public"."c";
ALTER TABLE "public"."p" DROP CONSTRAINT "p_x_key";
