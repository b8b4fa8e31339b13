-- migrate:up
ALTER TABLE "public"."b" DROP CONSTRAINT "b_a_fkey";
-- hazard: data-loss Every row of a is lost. Drop it in a later release, when nothing reads it, and keep a copy.
DROP TABLE "public"."a";
-- hazard: data-loss Every row of b is lost. Drop it in a later release, when nothing reads it, and keep a copy.
DROP TABLE "public"."b";

-- migrate:down
CREATE TABLE "public"."b" (
  "id" integer NOT NULL,
  "a" integer,
  CONSTRAINT "b_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "public"."a" (
  "id" integer NOT NULL,
  "b" integer,
  CONSTRAINT "a_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "a_b_fkey" FOREIGN KEY ("b") REFERENCES "public"."b" ("id")
);
ALTER TABLE "public"."b" ADD CONSTRAINT "b_a_fkey" FOREIGN KEY ("a") REFERENCES "public"."a" ("id");
