-- migrate:up
DROP INDEX "public"."i";

-- migrate:down
CREATE INDEX "i" ON "public"."t" USING btree (lower(b), ((a + id)), b COLLATE "C");
