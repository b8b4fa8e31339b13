-- migrate:up
ALTER TABLE "public"."c" ALTER CONSTRAINT "c_p_fkey" DEFERRABLE INITIALLY DEFERRED;

-- migrate:down
ALTER TABLE "public"."c" ALTER CONSTRAINT "c_p_fkey" NOT DEFERRABLE;
