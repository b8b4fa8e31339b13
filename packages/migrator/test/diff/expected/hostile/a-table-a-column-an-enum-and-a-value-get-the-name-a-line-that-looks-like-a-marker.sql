-- migrate:up
ALTER TYPE "public"."the type" RENAME TO U&"a\000a-- migrate:down\000d\000ab type";
ALTER TYPE "public".U&"a\000a-- migrate:down\000d\000ab type" RENAME VALUE 'v' TO E'a\n-- migrate:down\r\nb';
ALTER TABLE "public"."the table" RENAME TO U&"a\000a-- migrate:down\000d\000ab";
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" RENAME COLUMN "the key" TO U&"a\000a-- migrate:down\000d\000ab";

-- migrate:down
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" RENAME COLUMN U&"a\000a-- migrate:down\000d\000ab" TO "the key";
ALTER TABLE "public".U&"a\000a-- migrate:down\000d\000ab" RENAME TO "the table";
ALTER TYPE "public".U&"a\000a-- migrate:down\000d\000ab type" RENAME VALUE E'a\n-- migrate:down\r\nb' TO 'v';
ALTER TYPE "public".U&"a\000a-- migrate:down\000d\000ab type" RENAME TO "the type";
