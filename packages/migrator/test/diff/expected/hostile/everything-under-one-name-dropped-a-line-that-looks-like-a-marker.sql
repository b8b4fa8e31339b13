-- migrate:up
-- hazard: data-loss Every row of a -- migrate:down b is lost. Drop it in a later release, when nothing reads it, and keep a copy.
DROP TABLE "public".U&"a\000a-- migrate:down\000d\000ab";
DROP TYPE "public".U&"a\000a-- migrate:down\000d\000ab type";

-- migrate:down
CREATE TYPE "public".U&"a\000a-- migrate:down\000d\000ab type" AS ENUM (E'a\n-- migrate:down\r\nb', 'other');
CREATE TABLE "public".U&"a\000a-- migrate:down\000d\000ab" (
  U&"a\000a-- migrate:down\000d\000ab" serial,
  "e" public.U&"a\000a-- migrate:down\000d\000ab type" DEFAULT E'a\n-- migrate:down\r\nb'::public.U&"a\000a-- migrate:down\000d\000ab type",
  "t" text DEFAULT E'a\n-- migrate:down\r\nb'::text,
  "up" integer,
  CONSTRAINT U&"a\000a-- migrate:down\000d\000ab_pkey" PRIMARY KEY (U&"a\000a-- migrate:down\000d\000ab"),
  CONSTRAINT U&"a\000a-- migrate:down\000d\000ab u" UNIQUE ("t"),
  CONSTRAINT U&"a\000a-- migrate:down\000d\000ab c" CHECK ((t <> E'a\n-- migrate:down\r\nb'::text)),
  CONSTRAINT U&"a\000a-- migrate:down\000d\000ab x" EXCLUDE USING btree (up WITH =),
  CONSTRAINT U&"a\000a-- migrate:down\000d\000ab_up_fkey" FOREIGN KEY ("up") REFERENCES "public".U&"a\000a-- migrate:down\000d\000ab" (U&"a\000a-- migrate:down\000d\000ab")
);
CREATE INDEX U&"a\000a-- migrate:down\000d\000ab i" ON "public".U&"a\000a-- migrate:down\000d\000ab" USING btree (U&"a\000a-- migrate:down\000d\000ab" DESC, lower(t)) WHERE (t <> E'a\n-- migrate:down\r\nb'::text);
COMMENT ON TABLE "public".U&"a\000a-- migrate:down\000d\000ab" IS E'a\n-- migrate:down\r\nb';
COMMENT ON COLUMN "public".U&"a\000a-- migrate:down\000d\000ab".U&"a\000a-- migrate:down\000d\000ab" IS E'a\n-- migrate:down\r\nb';
