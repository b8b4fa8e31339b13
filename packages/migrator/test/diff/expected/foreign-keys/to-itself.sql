-- migrate:up
-- hazard: fails-on-orphans It fails where a row of t refers to one that is not there. Delete or mend those rows first.
-- hazard: blocks-writes Writes to t and to the table it refers to wait while every row is checked. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."t" ADD CONSTRAINT "t_up_fkey" FOREIGN KEY ("up") REFERENCES "public"."t" ("id") ON DELETE SET NULL;

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "t_up_fkey";
