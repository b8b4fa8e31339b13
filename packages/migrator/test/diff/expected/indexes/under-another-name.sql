-- migrate:up
ALTER INDEX "public"."i" RENAME TO "j";

-- migrate:down
ALTER INDEX "public"."j" RENAME TO "i";
