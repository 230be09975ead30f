-- Who could invoke what at a past moment: statements and policies end, they are not deleted. And the rows that the
-- question is answered from carry what orders and filters them.

ALTER TABLE "Target" ADD COLUMN "goneAt" TIMESTAMPTZ(3);

CREATE TABLE "PolicySnapshot" (
    "id" UUID NOT NULL,
    "targetId" UUID NOT NULL,
    "policy" TEXT NOT NULL,
    "revisionId" TEXT,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "goneAt" TIMESTAMPTZ(3),
    CONSTRAINT "PolicySnapshot_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "PolicySnapshot_targetId_seenAt_idx" ON "PolicySnapshot"("targetId", "seenAt");
CREATE INDEX "PolicySnapshot_seenAt_idx" ON "PolicySnapshot"("seenAt");
CREATE INDEX "PolicySnapshot_goneAt_idx" ON "PolicySnapshot"("goneAt");
ALTER TABLE "PolicySnapshot" ADD CONSTRAINT "PolicySnapshot_targetId_fkey" FOREIGN KEY ("targetId") REFERENCES "Target"("id") ON DELETE CASCADE ON UPDATE CASCADE;
INSERT INTO "PolicySnapshot" ("id", "targetId", "policy", "revisionId", "seenAt")
SELECT gen_random_uuid(), "id", "policy", "revisionId", "syncedAt" FROM "Target" WHERE "policy" IS NOT NULL;

DROP INDEX "Statement_targetId_ordinal_key";
DROP INDEX "Statement_exposure_id_idx";
ALTER TABLE "Statement"
    ADD COLUMN "notAction" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "conditions" TEXT[],
    ADD COLUMN "goneAt" TIMESTAMPTZ(3);
CREATE INDEX "Statement_targetId_ordinal_idx" ON "Statement"("targetId", "ordinal");

DROP INDEX "StatementPrincipal_accountId_statementId_idx";
DROP INDEX "StatementPrincipal_value_statementId_idx";
DROP INDEX "StatementPrincipal_kind_statementId_idx";
ALTER TABLE "StatementPrincipal"
    ADD COLUMN "effect" TEXT,
    ADD COLUMN "exposure" "Exposure",
    ADD COLUMN "decided" BOOLEAN,
    ADD COLUMN "functionId" UUID,
    ADD COLUMN "functionName" TEXT,
    ADD COLUMN "targetId" UUID,
    ADD COLUMN "ordinal" INTEGER,
    ADD COLUMN "firstSeenAt" TIMESTAMPTZ(3),
    ADD COLUMN "goneAt" TIMESTAMPTZ(3);
-- Not decided: until a policy is read again, the engine is asked.
UPDATE "StatementPrincipal" p
SET "effect" = s."effect", "exposure" = s."exposure", "decided" = false, "functionId" = f."id", "functionName" = f."name",
    "targetId" = t."id", "ordinal" = s."ordinal", "firstSeenAt" = s."firstSeenAt"
FROM "Statement" s JOIN "Target" t ON t."id" = s."targetId" JOIN "Function" f ON f."id" = t."functionId"
WHERE s."id" = p."statementId";
ALTER TABLE "StatementPrincipal"
    ALTER COLUMN "effect" SET NOT NULL,
    ALTER COLUMN "exposure" SET NOT NULL,
    ALTER COLUMN "decided" SET NOT NULL,
    ALTER COLUMN "functionId" SET NOT NULL,
    ALTER COLUMN "functionName" SET NOT NULL,
    ALTER COLUMN "targetId" SET NOT NULL,
    ALTER COLUMN "ordinal" SET NOT NULL,
    ALTER COLUMN "firstSeenAt" SET NOT NULL;
CREATE INDEX "StatementPrincipal_value_functionName_targetId_ordinal_stat_idx" ON "StatementPrincipal"("value", "functionName", "targetId", "ordinal", "statementId");
CREATE INDEX "StatementPrincipal_accountId_functionName_targetId_ordinal_idx" ON "StatementPrincipal"("accountId", "functionName", "targetId", "ordinal", "statementId");
CREATE INDEX "StatementPrincipal_targetId_idx" ON "StatementPrincipal"("targetId");
CREATE INDEX "StatementPrincipal_functionId_idx" ON "StatementPrincipal"("functionId");
-- The live list, whole and by exposure: what ended and what denies is not in it.
CREATE INDEX "StatementPrincipal_live_idx" ON "StatementPrincipal"("functionName", "targetId", "ordinal", "statementId", "value") WHERE "goneAt" IS NULL AND "effect" <> 'Deny';
CREATE INDEX "StatementPrincipal_live_exposure_idx" ON "StatementPrincipal"("exposure", "functionName", "targetId", "ordinal", "statementId", "value") WHERE "goneAt" IS NULL AND "effect" <> 'Deny';
CREATE INDEX "StatementPrincipal_live_kind_idx" ON "StatementPrincipal"("kind", "functionName", "targetId", "ordinal", "statementId", "value") WHERE "goneAt" IS NULL AND "effect" <> 'Deny';

CREATE TABLE "Finding" (
    "id" UUID NOT NULL,
    "functionId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "gravity" INTEGER NOT NULL,
    "qualifier" TEXT NOT NULL,
    "sid" TEXT,
    "ordinal" INTEGER,
    "title" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "exposed" TEXT NOT NULL,
    "wayOut" TEXT NOT NULL,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "ackReason" TEXT,
    "ackUntil" TIMESTAMPTZ(3),
    "ackById" UUID,
    CONSTRAINT "Finding_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Finding_functionId_key_key" ON "Finding"("functionId", "key");
CREATE INDEX "Finding_gravity_firstSeenAt_id_idx" ON "Finding"("gravity", "firstSeenAt", "id");
ALTER TABLE "Finding" ADD CONSTRAINT "Finding_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Finding" ADD CONSTRAINT "Finding_ackById_fkey" FOREIGN KEY ("ackById") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Few rows each: roles whose ARN has a path, and sessions.
CREATE INDEX "StatementPrincipal_pathed_role_idx" ON "StatementPrincipal"("accountId", "functionName", "targetId", "ordinal", "statementId") WHERE "kind" = 'role' AND "value" LIKE '%:role/%/%';
CREATE INDEX "StatementPrincipal_session_idx" ON "StatementPrincipal"("accountId", "functionName", "targetId", "ordinal", "statementId") WHERE "kind" = 'session';
