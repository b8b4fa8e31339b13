-- migrate:up
-- hazard: data-loss Every row of t is lost. Drop it in a later release, when nothing reads it, and keep a copy.
DROP TABLE "public"."t";

-- migrate:down
CREATE TABLE "public"."t" (
  "id" serial
);
