-- migrate:up
DROP INDEX "public"."i";

-- migrate:down
CREATE UNIQUE INDEX "i" ON "public"."t" USING btree (a DESC NULLS LAST, b text_pattern_ops) INCLUDE ("id") WHERE (b <> ''::text);
