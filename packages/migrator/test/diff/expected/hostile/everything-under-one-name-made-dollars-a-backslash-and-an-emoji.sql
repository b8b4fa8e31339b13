-- migrate:up
CREATE TYPE "public"."it's $$ \ 😀 type" AS ENUM (E'it''s $$ \\ 😀', 'other');
CREATE TABLE "public"."it's $$ \ 😀" (
  "it's $$ \ 😀" serial,
  "e" public."it's $$ \ 😀 type" DEFAULT 'it''s $$ \ 😀'::public."it's $$ \ 😀 type",
  "t" text DEFAULT 'it''s $$ \ 😀'::text,
  "up" integer,
  CONSTRAINT "it's $$ \ 😀_pkey" PRIMARY KEY ("it's $$ \ 😀"),
  CONSTRAINT "it's $$ \ 😀 u" UNIQUE ("t"),
  CONSTRAINT "it's $$ \ 😀 c" CHECK ((t <> 'it''s $$ \ 😀'::text)),
  CONSTRAINT "it's $$ \ 😀 x" EXCLUDE USING btree (up WITH =),
  CONSTRAINT "it's $$ \ 😀_up_fkey" FOREIGN KEY ("up") REFERENCES "public"."it's $$ \ 😀" ("it's $$ \ 😀")
);
CREATE INDEX "it's $$ \ 😀 i" ON "public"."it's $$ \ 😀" USING btree ("it's $$ \ 😀" DESC, lower(t)) WHERE (t <> 'it''s $$ \ 😀'::text);
COMMENT ON TABLE "public"."it's $$ \ 😀" IS E'it''s $$ \\ 😀';
COMMENT ON COLUMN "public"."it's $$ \ 😀"."it's $$ \ 😀" IS E'it''s $$ \\ 😀';

-- migrate:down
DROP TABLE "public"."it's $$ \ 😀";
DROP TYPE "public"."it's $$ \ 😀 type";
