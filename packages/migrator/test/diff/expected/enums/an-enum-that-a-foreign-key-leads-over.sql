-- migrate:up
-- hazard: rewrites-table Every row of c.m, p.m is rewritten while nobody can read or write the table. On a big table run it when it is quiet.
-- hazard: fails-on-cast It fails where a row of c.m, p.m still has c. UPDATE those rows to another value first.
ALTER TABLE "public"."c" DROP CONSTRAINT "c_m_fkey";
CREATE TYPE "public"."mood__new" AS ENUM ('a', 'b');
ALTER TABLE "public"."c"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
ALTER TABLE "public"."p"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
ALTER TABLE "public"."c" ADD CONSTRAINT "c_m_fkey" FOREIGN KEY ("m") REFERENCES "public"."p" ("m");

-- migrate:down
ALTER TABLE "public"."c" DROP CONSTRAINT "c_m_fkey";
CREATE TYPE "public"."mood__new" AS ENUM ('a', 'b', 'c');
ALTER TABLE "public"."c"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
ALTER TABLE "public"."p"
  ALTER COLUMN "m" TYPE "public"."mood__new" USING "m"::text::"public"."mood__new";
DROP TYPE "public"."mood";
ALTER TYPE "public"."mood__new" RENAME TO "mood";
ALTER TABLE "public"."c" ADD CONSTRAINT "c_m_fkey" FOREIGN KEY ("m") REFERENCES "public"."p" ("m");
