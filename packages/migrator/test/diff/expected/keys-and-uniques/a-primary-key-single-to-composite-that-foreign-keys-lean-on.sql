-- migrate:up
ALTER TABLE "public"."c" DROP CONSTRAINT "c_t_fkey";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_pkey";
-- hazard: fails-on-duplicates It fails where rows of t have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-reads Nobody can read or write t while its index is built. On a big table build it first with CREATE UNIQUE INDEX CONCURRENTLY in a file of its own, then ADD CONSTRAINT … USING INDEX. Make its columns NOT NULL before, or that reads every row for it.
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY ("id", "b");
-- hazard: fails-on-duplicates It fails where rows of t have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-reads Nobody can read or write t while its index is built. On a big table build it first with CREATE UNIQUE INDEX CONCURRENTLY in a file of its own, then ADD CONSTRAINT … USING INDEX.
ALTER TABLE "public"."t" ADD CONSTRAINT "t_id_key" UNIQUE ("id");
-- hazard: fails-on-orphans It fails where a row of c refers to one that is not there. Delete or mend those rows first.
-- hazard: blocks-writes Writes to c and to the table it refers to wait while every row is checked. On a big table add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.
ALTER TABLE "public"."c" ADD CONSTRAINT "c_t_fkey" FOREIGN KEY ("t") REFERENCES "public"."t" ("id");

-- migrate:down
ALTER TABLE "public"."c" DROP CONSTRAINT "c_t_fkey";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_id_key";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_pkey";
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY ("id");
ALTER TABLE "public"."c" ADD CONSTRAINT "c_t_fkey" FOREIGN KEY ("t") REFERENCES "public"."t" ("id");
