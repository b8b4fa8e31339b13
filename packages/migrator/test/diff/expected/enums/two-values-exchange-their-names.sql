-- migrate:up
ALTER TYPE "public"."mood" RENAME VALUE 'a' TO 'a__swap';
ALTER TYPE "public"."mood" RENAME VALUE 'b' TO 'a';
ALTER TYPE "public"."mood" RENAME VALUE 'a__swap' TO 'b';

-- migrate:down
ALTER TYPE "public"."mood" RENAME VALUE 'b' TO 'a__swap';
ALTER TYPE "public"."mood" RENAME VALUE 'a' TO 'b';
ALTER TYPE "public"."mood" RENAME VALUE 'a__swap' TO 'a';
