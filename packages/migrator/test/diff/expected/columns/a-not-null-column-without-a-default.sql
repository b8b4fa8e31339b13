-- migrate:up
-- hazard: fails-on-nulls It fails where t has rows: they have no value for t.a. Add it with a DEFAULT, or without NOT NULL, fill it, then SET NOT NULL.
ALTER TABLE "public"."t" ADD COLUMN "a" integer NOT NULL;

-- migrate:down
ALTER TABLE "public"."t" DROP COLUMN "a";
