-- migrate:up
DROP INDEX "public"."i";
DROP INDEX "public"."j";
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "i" ON "public"."t" USING btree (b);
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "j" ON "public"."t" USING btree (a);

-- migrate:down
DROP INDEX "public"."j";
DROP INDEX "public"."i";
CREATE INDEX "j" ON "public"."t" USING btree (b);
CREATE INDEX "i" ON "public"."t" USING btree (a);
