-- migrate:up
-- hazard: blocks-writes Writes to t wait until the index is built. On a big table use CREATE INDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).
CREATE INDEX "i" ON "public"."t" USING btree (a) WHERE (((v)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text])) AND ((a >= 1) AND (a <= 5)));

-- migrate:down
DROP INDEX "public"."i";
