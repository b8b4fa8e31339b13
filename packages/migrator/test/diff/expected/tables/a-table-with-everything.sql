-- migrate:up
CREATE TYPE "public"."mood" AS ENUM ('a', 'b');
CREATE TABLE "public"."t" (
  "id" serial,
  "m" public.mood DEFAULT 'a'::public.mood,
  "o" integer,
  "up" integer,
  "n" numeric,
  "r" int4range,
  CONSTRAINT "t_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "t_n_key" UNIQUE ("n"),
  CONSTRAINT "t_n_check" CHECK ((n > (0)::numeric)),
  CONSTRAINT "t_r_excl" EXCLUDE USING gist (r WITH &&),
  CONSTRAINT "t_o_fkey" FOREIGN KEY ("o") REFERENCES "public"."o" ("id"),
  CONSTRAINT "t_up_fkey" FOREIGN KEY ("up") REFERENCES "public"."t" ("id")
);
ALTER TABLE "public"."t" ADD CONSTRAINT "late" CHECK ((n < (9)::numeric)) NOT VALID;
ALTER TABLE "public"."t" ADD CONSTRAINT "late_key" FOREIGN KEY ("id") REFERENCES "public"."o" ("id") NOT VALID;
CREATE INDEX "i" ON "public"."t" USING btree (lower((n)::text)) WHERE (n > (1)::numeric);
COMMENT ON TABLE "public"."t" IS 'T';
COMMENT ON COLUMN "public"."t"."n" IS 'N';

-- migrate:down
DROP TABLE "public"."t";
DROP TYPE "public"."mood";
