-- migrate:up
CREATE TABLE "public"."idempotency_key" (
  "digest" character varying(64) NOT NULL,
  "fingerprint" character varying(64) NOT NULL,
  "status" smallint NOT NULL,
  "headers" json NOT NULL,
  "body" text NOT NULL,
  "expires_time" timestamp with time zone NOT NULL,
  CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("digest")
);
CREATE INDEX "idempotency_key_expires_time" ON "public"."idempotency_key" USING btree (expires_time);

-- migrate:down
DROP TABLE "public"."idempotency_key";
