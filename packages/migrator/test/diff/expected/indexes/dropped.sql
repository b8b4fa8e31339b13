-- migrate:up
DROP INDEX "public"."i";

-- migrate:down
CREATE INDEX "i" ON "public"."t" USING btree (a);
