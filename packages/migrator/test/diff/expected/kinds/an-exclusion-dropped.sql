-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "t_int4range_excl";

-- migrate:down
ALTER TABLE "public"."t" ADD CONSTRAINT "t_int4range_excl" EXCLUDE USING gist (int4range(id, a) WITH &&) WHERE ((a > id)) DEFERRABLE INITIALLY DEFERRED;
