-- migrate:up
-- hazard: data-loss Every row of a is lost. Drop it in a later release, when nothing reads it, and keep a copy.
DROP TABLE "public"."a";
CREATE TABLE "public"."b" (
  "name" character varying(9),
  "day" date
);

-- migrate:down
DROP TABLE "public"."b";
CREATE TABLE "public"."a" (
  "id" serial,
  "x" text
);
