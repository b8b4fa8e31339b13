-- migrate:up
CREATE TABLE "public"."z" (
  "id" integer NOT NULL,
  CONSTRAINT "z_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "public"."y" (
  "id" integer NOT NULL,
  CONSTRAINT "y_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "y_id_fkey" FOREIGN KEY ("id") REFERENCES "public"."z" ("id")
);
CREATE TABLE "public"."x" (
  "id" integer NOT NULL,
  CONSTRAINT "x_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "x_id_fkey" FOREIGN KEY ("id") REFERENCES "public"."y" ("id")
);

-- migrate:down
DROP TABLE "public"."x";
DROP TABLE "public"."y";
DROP TABLE "public"."z";
