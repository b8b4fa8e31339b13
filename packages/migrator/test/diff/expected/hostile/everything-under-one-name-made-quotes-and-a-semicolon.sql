-- migrate:up
CREATE TYPE "public"."""; DROP TABLE x; -- type" AS ENUM ('"; DROP TABLE x; --', 'other');
CREATE TABLE "public"."""; DROP TABLE x; --" (
  """; DROP TABLE x; --" serial,
  "e" public."""; DROP TABLE x; -- type" DEFAULT '"; DROP TABLE x; --'::public."""; DROP TABLE x; -- type",
  "t" text DEFAULT '"; DROP TABLE x; --'::text,
  "up" integer,
  CONSTRAINT """; DROP TABLE x; --_pkey" PRIMARY KEY ("""; DROP TABLE x; --"),
  CONSTRAINT """; DROP TABLE x; -- u" UNIQUE ("t"),
  CONSTRAINT """; DROP TABLE x; -- c" CHECK ((t <> '"; DROP TABLE x; --'::text)),
  CONSTRAINT """; DROP TABLE x; -- x" EXCLUDE USING btree (up WITH =),
  CONSTRAINT """; DROP TABLE x; --_up_fkey" FOREIGN KEY ("up") REFERENCES "public"."""; DROP TABLE x; --" ("""; DROP TABLE x; --")
);
CREATE INDEX """; DROP TABLE x; -- i" ON "public"."""; DROP TABLE x; --" USING btree ("""; DROP TABLE x; --" DESC, lower(t)) WHERE (t <> '"; DROP TABLE x; --'::text);
COMMENT ON TABLE "public"."""; DROP TABLE x; --" IS '"; DROP TABLE x; --';
COMMENT ON COLUMN "public"."""; DROP TABLE x; --"."""; DROP TABLE x; --" IS '"; DROP TABLE x; --';

-- migrate:down
DROP TABLE "public"."""; DROP TABLE x; --";
DROP TYPE "public"."""; DROP TABLE x; -- type";
