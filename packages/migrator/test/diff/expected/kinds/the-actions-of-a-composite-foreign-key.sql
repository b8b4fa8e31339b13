-- migrate:up
-- hazard: blocks-writes Writes to t and to the table it refers to wait while every row is checked. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_c_fkey", ADD CONSTRAINT "t_a_c_fkey" FOREIGN KEY ("a", "c") REFERENCES "public"."p" ("x", "y") ON DELETE SET NULL ON UPDATE SET DEFAULT;

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_c_fkey", ADD CONSTRAINT "t_a_c_fkey" FOREIGN KEY ("a", "c") REFERENCES "public"."p" ("x", "y") ON DELETE RESTRICT;
