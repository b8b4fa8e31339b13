-- migrate:up
CREATE TABLE "public"."t" (
  "a" integer NOT NULL,
  "region" text NOT NULL,
  CONSTRAINT "t_pkey" PRIMARY KEY ("a", "region")
) PARTITION BY LIST (region);

-- migrate:down
DROP TABLE "public"."t";
