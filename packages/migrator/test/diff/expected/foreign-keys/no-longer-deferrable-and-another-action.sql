-- migrate:up
-- hazard: blocks-writes Writes to c and to the table it refers to wait while every row is checked. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."c" DROP CONSTRAINT "c_p_fkey", ADD CONSTRAINT "c_p_fkey" FOREIGN KEY ("p") REFERENCES "public"."p" ("id") ON DELETE CASCADE;

-- migrate:down
ALTER TABLE "public"."c" DROP CONSTRAINT "c_p_fkey", ADD CONSTRAINT "c_p_fkey" FOREIGN KEY ("p") REFERENCES "public"."p" ("id") DEFERRABLE INITIALLY IMMEDIATE;
