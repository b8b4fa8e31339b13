-- migrate:up
CREATE SCHEMA "other";
CREATE TYPE "other"."mood" AS ENUM ('a');
CREATE TABLE "other"."t" (
  "id" serial,
  "m" other.mood
);

-- migrate:down
DROP TABLE "other"."t";
DROP TYPE "other"."mood";
DROP SCHEMA "other";
