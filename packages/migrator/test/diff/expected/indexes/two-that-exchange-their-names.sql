-- migrate:up
ALTER INDEX "public"."j" RENAME TO "j__move";
ALTER INDEX "public"."i" RENAME TO "j";
ALTER INDEX "public"."j__move" RENAME TO "i";

-- migrate:down
ALTER INDEX "public"."i" RENAME TO "j__move";
ALTER INDEX "public"."j" RENAME TO "i";
ALTER INDEX "public"."j__move" RENAME TO "j";
