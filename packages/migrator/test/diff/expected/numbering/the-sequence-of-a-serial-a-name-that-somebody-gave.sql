-- migrate:up
ALTER SEQUENCE "public"."t_id_seq" RENAME TO "numbers";

-- migrate:down
ALTER SEQUENCE "public"."numbers" RENAME TO "t_id_seq";
