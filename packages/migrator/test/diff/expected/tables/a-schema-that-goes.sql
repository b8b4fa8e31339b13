-- migrate:up
-- hazard: data-loss Every row of other.t is lost. Drop it in a later release, when nothing reads it, and keep a copy.
DROP TABLE "other"."t";
DROP SCHEMA "other";

-- migrate:down
CREATE SCHEMA "other";
CREATE TABLE "other"."t" (
  "id" serial
);
