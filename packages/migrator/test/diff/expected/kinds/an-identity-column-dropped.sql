-- migrate:up
-- hazard: data-loss Every value of t.n is lost. Drop it in a later release, when nothing reads it, and keep a copy.
ALTER TABLE "public"."t" DROP COLUMN "n";

-- migrate:down
ALTER TABLE "public"."t" ADD COLUMN "n" integer GENERATED ALWAYS AS IDENTITY NOT NULL;
