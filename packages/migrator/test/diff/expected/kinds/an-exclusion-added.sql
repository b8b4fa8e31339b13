-- migrate:up
-- hazard: fails-on-duplicates It fails where rows of t have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-reads Nobody can read or write t while its index is built. On a big table run it when it is quiet.
ALTER TABLE "public"."t" ADD CONSTRAINT "t_int4range_excl" EXCLUDE USING gist (int4range(id, a) WITH &&) WHERE ((a > id)) DEFERRABLE INITIALLY DEFERRED;

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "t_int4range_excl";
