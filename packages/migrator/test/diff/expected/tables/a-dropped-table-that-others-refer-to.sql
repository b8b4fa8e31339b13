-- migrate:up
ALTER TABLE "public"."c" DROP CONSTRAINT "c_p_fkey";
-- hazard: data-loss Every row of p is lost. Drop it in a later release, when nothing reads it, and keep a copy.
DROP TABLE "public"."p";

-- migrate:down
CREATE TABLE "public"."p" (
  "id" integer NOT NULL,
  "x" integer,
  "y" integer,
  CONSTRAINT "p_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "p_x_y_key" UNIQUE ("x", "y")
);
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_fkey" FOREIGN KEY ("p") REFERENCES "public"."p" ("id");
