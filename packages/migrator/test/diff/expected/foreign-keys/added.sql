-- migrate:up
-- hazard: fails-on-orphans It fails where a row of c refers to one that is not there. Delete or mend those rows first.
-- hazard: blocks-writes Writes to c and to the table it refers to wait while every row is checked. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_fkey" FOREIGN KEY ("p") REFERENCES "public"."p" ("id");

-- migrate:down
ALTER TABLE "public"."c" DROP CONSTRAINT "c_p_fkey";
