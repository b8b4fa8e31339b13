-- migrate:up
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

-- migrate:down
ALTER TABLE "public"."b" DROP CONSTRAINT "b_a_fkey";
DROP TABLE "public"."a";
DROP TABLE "public"."b";
