-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "old";
-- hazard: fails-on-duplicates It fails where rows of t have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-reads Nobody can read or write t while its index is built. On a big table build it first with CREATE UNIQUE INDEX CONCURRENTLY in a file of its own, then ADD CONSTRAINT … USING INDEX. Make its columns NOT NULL before, or that reads every row for it.
ALTER TABLE "public"."t" ADD CONSTRAINT "old" PRIMARY KEY ("a", "b");

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "old";
ALTER TABLE "public"."t" ADD CONSTRAINT "old" PRIMARY KEY ("a");
