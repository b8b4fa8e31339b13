-- migrate:up
ALTER TYPE "public"."the type" RENAME TO """; DROP TABLE x; -- type";
ALTER TYPE "public"."""; DROP TABLE x; -- type" RENAME VALUE 'v' TO '"; DROP TABLE x; --';
ALTER TABLE "public"."the table" RENAME TO """; DROP TABLE x; --";
ALTER TABLE "public"."""; DROP TABLE x; --" RENAME COLUMN "the key" TO """; DROP TABLE x; --";

-- migrate:down
ALTER TABLE "public"."""; DROP TABLE x; --" RENAME COLUMN """; DROP TABLE x; --" TO "the key";
ALTER TABLE "public"."""; DROP TABLE x; --" RENAME TO "the table";
ALTER TYPE "public"."""; DROP TABLE x; -- type" RENAME VALUE '"; DROP TABLE x; --' TO 'v';
ALTER TYPE "public"."""; DROP TABLE x; -- type" RENAME TO "the type";
