-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "u";
-- hazard: fails-on-duplicates It fails where rows of t have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-reads Nobody can read or write t while its index is built. On a big table build it first with CREATE UNIQUE INDEX CONCURRENTLY in a file of its own, then ADD CONSTRAINT … USING INDEX.
ALTER TABLE "public"."t" ADD CONSTRAINT "u" UNIQUE ("a", "b");

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "u";
ALTER TABLE "public"."t" ADD CONSTRAINT "u" UNIQUE ("a");
