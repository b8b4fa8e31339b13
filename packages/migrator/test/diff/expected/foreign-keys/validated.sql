-- migrate:up
-- hazard: fails-on-orphans It fails where a row of c refers to one that is not there. Delete or mend those rows first.
ALTER TABLE "public"."c" VALIDATE CONSTRAINT "f";

-- migrate:down
ALTER TABLE "public"."c" DROP CONSTRAINT "f", ADD CONSTRAINT "f" FOREIGN KEY ("p") REFERENCES "public"."p" ("id") NOT VALID;
