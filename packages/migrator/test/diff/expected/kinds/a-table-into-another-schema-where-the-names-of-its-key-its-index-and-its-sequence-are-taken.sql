-- migrate:up
ALTER TABLE "other"."t" RENAME CONSTRAINT "t_pkey" TO "u_pkey";
ALTER INDEX "other"."i" RENAME TO "j";
ALTER SEQUENCE "other"."t_id_seq" RENAME TO "u_id_seq";
ALTER TABLE "other"."t" RENAME TO "t__move";
ALTER TABLE "other"."t__move" SET SCHEMA "public";
ALTER TABLE "public"."t__move" RENAME TO "u";

-- migrate:down
ALTER TABLE "public"."u" RENAME TO "u__move";
ALTER TABLE "public"."u__move" SET SCHEMA "other";
ALTER TABLE "other"."u__move" RENAME TO "t";
ALTER SEQUENCE "other"."u_id_seq" RENAME TO "t_id_seq";
ALTER INDEX "other"."j" RENAME TO "i";
ALTER TABLE "other"."t" RENAME CONSTRAINT "u_pkey" TO "t_pkey";
