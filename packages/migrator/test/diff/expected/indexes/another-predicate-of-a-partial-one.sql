-- migrate:up
DROP INDEX "public"."i";
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "i" ON "public"."t" USING btree (a) WHERE (b > 1);

-- migrate:down
DROP INDEX "public"."i";
CREATE INDEX "i" ON "public"."t" USING btree (a) WHERE (b > 0);
