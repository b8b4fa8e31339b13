-- migrate:up
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "i" ON "public"."t" USING gin (a jsonb_path_ops);
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "j" ON "public"."t" USING btree (((a ->> 'it''s'::text)));

-- migrate:down
DROP INDEX "public"."j";
DROP INDEX "public"."i";
