-- migrate:up
ALTER TABLE "public"."t" DROP CONSTRAINT "x";
ALTER TABLE "public"."t" RENAME CONSTRAINT "y" TO "z";
-- hazard: fails-on-duplicates It fails where rows of t have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-reads Nobody can read or write t while its index is built. On a big table run it when it is quiet.
ALTER TABLE "public"."t" ADD CONSTRAINT "x" EXCLUDE USING gist (a WITH =);
-- hazard: fails-on-duplicates It fails where rows of t have the same values. Find them first: SELECT … GROUP BY … HAVING count(*) > 1.
-- hazard: blocks-reads Nobody can read or write t while its index is built. On a big table run it when it is quiet.
ALTER TABLE "public"."t" ADD CONSTRAINT "w" EXCLUDE USING gist (a WITH &&, b WITH &&) WHERE ((a IS NOT NULL)) DEFERRABLE;

-- migrate:down
ALTER TABLE "public"."t" DROP CONSTRAINT "w";
ALTER TABLE "public"."t" DROP CONSTRAINT "x";
ALTER TABLE "public"."t" RENAME CONSTRAINT "z" TO "y";
ALTER TABLE "public"."t" ADD CONSTRAINT "x" EXCLUDE USING gist (a WITH &&);
