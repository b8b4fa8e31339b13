-- migrate:up
-- hazard: data-loss Every row of c is lost. Drop it in a later release, when nothing reads it, and keep a copy.
DROP TABLE "public"."c";
-- hazard: data-loss Every row of b is lost. Drop it in a later release, when nothing reads it, and keep a copy.
DROP TABLE "public"."b";
-- hazard: data-loss Every row of a is lost. Drop it in a later release, when nothing reads it, and keep a copy.
DROP TABLE "public"."a";

-- migrate:down
CREATE TABLE "public"."a" (
  "id" integer NOT NULL,
  CONSTRAINT "a_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "public"."b" (
  "id" integer NOT NULL,
  CONSTRAINT "b_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "b_id_fkey" FOREIGN KEY ("id") REFERENCES "public"."a" ("id")
);
CREATE TABLE "public"."c" (
  "id" integer NOT NULL,
  CONSTRAINT "c_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "c_id_fkey" FOREIGN KEY ("id") REFERENCES "public"."b" ("id")
);
