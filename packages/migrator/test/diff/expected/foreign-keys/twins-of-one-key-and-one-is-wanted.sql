-- migrate:up
ALTER TABLE "public"."c" DROP CONSTRAINT "again";

-- migrate:down
ALTER TABLE "public"."c" ADD CONSTRAINT "again" FOREIGN KEY ("p") REFERENCES "public"."p" ("id");
