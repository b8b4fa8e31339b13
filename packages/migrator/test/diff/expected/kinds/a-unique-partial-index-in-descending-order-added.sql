-- migrate:up
-- hazard: fails-on-duplicates It fails where rows of t have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE UNIQUE INDEX "i" ON "public"."t" USING btree (a DESC NULLS LAST, b text_pattern_ops) INCLUDE ("id") WHERE (b <> ''::text);

-- migrate:down
DROP INDEX "public"."i";
