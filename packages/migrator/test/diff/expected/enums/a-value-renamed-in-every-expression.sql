-- migrate:up
ALTER TYPE "public"."mood" RENAME VALUE 'b' TO 'c';

-- migrate:down
ALTER TYPE "public"."mood" RENAME VALUE 'c' TO 'b';
