-- migrate:up transaction:false
-- Which names contain a text (`q`): every piece of one to three characters of each, by what any PostgreSQL has, so that no
-- extension and no right to make one is needed (packages/models/src/name-grams.ts). To build it takes half a minute at
-- 1 000 000 rows, in which nobody waits. Where that was cut, DROP INDEX CONCURRENTLY "employee_name_grams" and run it again.
CREATE INDEX CONCURRENTLY "employee_name_grams" ON "public"."employee" USING gin (((((((string_to_array(lower((name)::text), NULL::text) || string_to_array(regexp_replace(lower((name)::text), '(..)'::text, '\1|||/'::text, 'g'::text), '|||/'::text)) || string_to_array(regexp_replace(substr(lower((name)::text), 2), '(..)'::text, '\1|||/'::text, 'g'::text), '|||/'::text)) || string_to_array(regexp_replace(lower((name)::text), '(...)'::text, '\1|||/'::text, 'g'::text), '|||/'::text)) || string_to_array(regexp_replace(substr(lower((name)::text), 2), '(...)'::text, '\1|||/'::text, 'g'::text), '|||/'::text)) || string_to_array(regexp_replace(substr(lower((name)::text), 3), '(...)'::text, '\1|||/'::text, 'g'::text), '|||/'::text))));

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY "public"."employee_name_grams";
