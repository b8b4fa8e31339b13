-- migrate:up
-- hazard: fails-on-orphans It fails where a row of t refers to one that is not there. Delete or mend those rows first.
-- hazard: blocks-writes Writes to t and to the table it refers to wait while every row is checked. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_fkey" FOREIGN KEY ("a") REFERENCES "public"."t" ("id") ON DELETE CASCADE;

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_fkey";
