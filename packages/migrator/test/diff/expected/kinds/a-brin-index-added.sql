-- migrate:up
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "i" ON "public"."t" USING brin (a);

-- migrate:down
DROP INDEX "public"."i";
