-- migrate:up
ALTER TABLE "public"."t" RENAME COLUMN "n" TO "m";
ALTER SEQUENCE "public"."t_n_seq" RENAME TO "t_m_seq";

-- migrate:down
ALTER SEQUENCE "public"."t_m_seq" RENAME TO "t_n_seq";
ALTER TABLE "public"."t" RENAME COLUMN "m" TO "n";
