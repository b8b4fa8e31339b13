-- migrate:up
ALTER TYPE "public"."the type" RENAME TO "it's $$ \ 😀 type";
ALTER TYPE "public"."it's $$ \ 😀 type" RENAME VALUE 'v' TO E'it''s $$ \\ 😀';
ALTER TABLE "public"."the table" RENAME TO "it's $$ \ 😀";
ALTER TABLE "public"."it's $$ \ 😀" RENAME COLUMN "the key" TO "it's $$ \ 😀";

-- migrate:down
ALTER TABLE "public"."it's $$ \ 😀" RENAME COLUMN "it's $$ \ 😀" TO "the key";
ALTER TABLE "public"."it's $$ \ 😀" RENAME TO "the table";
ALTER TYPE "public"."it's $$ \ 😀 type" RENAME VALUE E'it''s $$ \\ 😀' TO 'v';
ALTER TYPE "public"."it's $$ \ 😀 type" RENAME TO "the type";
