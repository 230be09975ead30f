-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Exposure" AS ENUM ('private', 'own_account', 'named_role', 'whole_account', 'organization', 'public');

-- CreateEnum
CREATE TYPE "PrincipalKind" AS ENUM ('account', 'role', 'user', 'session', 'organization', 'service', 'anyone', 'orphan', 'unknown');

-- CreateEnum
CREATE TYPE "TargetKind" AS ENUM ('function', 'version', 'alias');

-- CreateEnum
CREATE TYPE "AccountConnection" AS ENUM ('none', 'role', 'ambient');

-- CreateEnum
CREATE TYPE "SyncState" AS ENUM ('waiting', 'running', 'done', 'failed');

-- CreateEnum
CREATE TYPE "RequestState" AS ENUM ('pending', 'approved', 'applied', 'rejected', 'withdrawn', 'lapsed');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('approve', 'reject', 'comment');

-- CreateEnum
CREATE TYPE "GrantKind" AS ENUM ('statement', 'role');

-- CreateEnum
CREATE TYPE "GrantState" AS ENUM ('applying', 'active', 'revoking', 'revoked', 'expired', 'failed');

-- CreateEnum
CREATE TYPE "RevokeCause" AS ENUM ('revoked', 'expired');

-- CreateEnum
CREATE TYPE "ActorKind" AS ENUM ('person', 'system');

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "groups" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" CHAR(12) NOT NULL,
    "name" TEXT NOT NULL,
    "partition" TEXT NOT NULL DEFAULT 'aws',
    "organizationId" TEXT,
    "connection" "AccountConnection" NOT NULL DEFAULT 'none',
    "roleArn" TEXT,
    "externalId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccountRegion" (
    "accountId" CHAR(12) NOT NULL,
    "region" TEXT NOT NULL,
    "syncedAt" TIMESTAMPTZ(3),
    "failure" JSONB,
    "failedAt" TIMESTAMPTZ(3),
    "throttles" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "AccountRegion_pkey" PRIMARY KEY ("accountId","region")
);

-- CreateTable
CREATE TABLE "Sync" (
    "id" UUID NOT NULL,
    "state" "SyncState" NOT NULL DEFAULT 'waiting',
    "startedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Sync_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SyncPart" (
    "syncId" UUID NOT NULL,
    "accountId" CHAR(12) NOT NULL,
    "region" TEXT NOT NULL,
    "state" "SyncState" NOT NULL DEFAULT 'waiting',
    "functionsTotal" INTEGER,
    "functionsDone" INTEGER NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "throttles" INTEGER NOT NULL DEFAULT 0,
    "failure" JSONB,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SyncPart_pkey" PRIMARY KEY ("syncId","accountId","region")
);

-- CreateTable
CREATE TABLE "Function" (
    "id" UUID NOT NULL,
    "arn" TEXT NOT NULL,
    "accountId" CHAR(12) NOT NULL,
    "region" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "runtime" TEXT,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "owners" TEXT[],
    "ownerSource" TEXT NOT NULL DEFAULT 'none',
    "exposure" "Exposure" NOT NULL DEFAULT 'private',
    "aliases" TEXT[],
    "lastModified" TIMESTAMPTZ(3),
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "syncedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "goneAt" TIMESTAMPTZ(3),

    CONSTRAINT "Function_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Target" (
    "id" UUID NOT NULL,
    "functionId" UUID NOT NULL,
    "qualifier" TEXT NOT NULL DEFAULT '',
    "kind" "TargetKind" NOT NULL,
    "version" TEXT,
    "routing" JSONB,
    "description" TEXT NOT NULL DEFAULT '',
    "policy" TEXT,
    "policyBytes" INTEGER NOT NULL DEFAULT 0,
    "revisionId" TEXT,
    "exposure" "Exposure" NOT NULL DEFAULT 'private',
    "syncedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Target_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Statement" (
    "id" UUID NOT NULL,
    "targetId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "sid" TEXT,
    "effect" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "actions" TEXT[],
    "conditional" BOOLEAN NOT NULL DEFAULT false,
    "unreadable" TEXT,
    "exposure" "Exposure" NOT NULL DEFAULT 'private',
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "grantId" UUID,

    CONSTRAINT "Statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StatementPrincipal" (
    "statementId" UUID NOT NULL,
    "kind" "PrincipalKind" NOT NULL,
    "accountId" CHAR(12),
    "value" TEXT NOT NULL,

    CONSTRAINT "StatementPrincipal_pkey" PRIMARY KEY ("statementId","kind","value")
);

-- CreateTable
CREATE TABLE "OwnerOverride" (
    "id" UUID NOT NULL,
    "accountId" CHAR(12),
    "pattern" TEXT NOT NULL DEFAULT '*',
    "owners" TEXT[],
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OwnerOverride_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Request" (
    "id" SERIAL NOT NULL,
    "state" "RequestState" NOT NULL DEFAULT 'pending',
    "requesterId" UUID NOT NULL,
    "functionId" UUID NOT NULL,
    "principalKind" "PrincipalKind" NOT NULL,
    "principal" TEXT NOT NULL,
    "durationDays" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "ticket" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decidedAt" TIMESTAMPTZ(3),
    "lapsesAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RequestItem" (
    "id" UUID NOT NULL,
    "requestId" INTEGER NOT NULL,
    "qualifier" TEXT NOT NULL,
    "action" TEXT NOT NULL,

    CONSTRAINT "RequestItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Review" (
    "id" UUID NOT NULL,
    "requestId" INTEGER NOT NULL,
    "reviewerId" UUID NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "analysisHash" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Grant" (
    "id" UUID NOT NULL,
    "kind" "GrantKind" NOT NULL DEFAULT 'statement',
    "state" "GrantState" NOT NULL DEFAULT 'applying',
    "requestId" INTEGER NOT NULL,
    "requestItemId" UUID NOT NULL,
    "functionId" UUID NOT NULL,
    "accountId" CHAR(12) NOT NULL,
    "region" TEXT NOT NULL,
    "functionName" TEXT NOT NULL,
    "qualifier" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "principalKind" "PrincipalKind" NOT NULL,
    "principal" TEXT NOT NULL,
    "principalAccountId" CHAR(12),
    "statementId" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "statement" TEXT,
    "awsRequestId" TEXT,
    "revisionBefore" TEXT,
    "revisionAfter" TEXT,
    "appliedAt" TIMESTAMPTZ(3),
    "revokeCause" "RevokeCause",
    "revokeReason" TEXT,
    "revokedById" UUID,
    "revokeAwsRequestId" TEXT,
    "revokedAt" TIMESTAMPTZ(3),
    "failure" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Event" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "actorKind" "ActorKind" NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "requestId" INTEGER,
    "grantId" UUID,
    "functionId" UUID,
    "accountId" CHAR(12),
    "reason" TEXT,
    "awsRequestId" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "Person_issuer_subject_key" ON "Person"("issuer", "subject");

-- CreateIndex
CREATE INDEX "Sync_createdAt_idx" ON "Sync"("createdAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Function_arn_key" ON "Function"("arn");

-- CreateIndex
CREATE INDEX "Function_name_id_idx" ON "Function"("name", "id");

-- CreateIndex
CREATE INDEX "Function_accountId_region_name_id_idx" ON "Function"("accountId", "region", "name", "id");

-- CreateIndex
CREATE INDEX "Function_exposure_name_id_idx" ON "Function"("exposure", "name", "id");

-- CreateIndex
CREATE INDEX "Function_runtime_name_id_idx" ON "Function"("runtime", "name", "id");

-- CreateIndex
CREATE INDEX "Function_owners_idx" ON "Function" USING GIN ("owners");

-- CreateIndex
CREATE UNIQUE INDEX "Function_accountId_region_name_key" ON "Function"("accountId", "region", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Target_functionId_qualifier_key" ON "Target"("functionId", "qualifier");

-- CreateIndex
CREATE INDEX "Statement_grantId_idx" ON "Statement"("grantId");

-- CreateIndex
CREATE INDEX "Statement_exposure_id_idx" ON "Statement"("exposure", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Statement_targetId_ordinal_key" ON "Statement"("targetId", "ordinal");

-- CreateIndex
CREATE INDEX "StatementPrincipal_accountId_statementId_idx" ON "StatementPrincipal"("accountId", "statementId");

-- CreateIndex
CREATE INDEX "StatementPrincipal_value_statementId_idx" ON "StatementPrincipal"("value", "statementId");

-- CreateIndex
CREATE INDEX "StatementPrincipal_kind_statementId_idx" ON "StatementPrincipal"("kind", "statementId");

-- CreateIndex
CREATE UNIQUE INDEX "OwnerOverride_accountId_pattern_key" ON "OwnerOverride"("accountId", "pattern");

-- CreateIndex
CREATE INDEX "Request_state_id_idx" ON "Request"("state", "id");

-- CreateIndex
CREATE INDEX "Request_requesterId_id_idx" ON "Request"("requesterId", "id");

-- CreateIndex
CREATE INDEX "Request_functionId_id_idx" ON "Request"("functionId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "RequestItem_requestId_qualifier_action_key" ON "RequestItem"("requestId", "qualifier", "action");

-- CreateIndex
CREATE INDEX "Review_requestId_createdAt_idx" ON "Review"("requestId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_requestItemId_key" ON "Grant"("requestItemId");

-- CreateIndex
CREATE INDEX "Grant_state_expiresAt_idx" ON "Grant"("state", "expiresAt");

-- CreateIndex
CREATE INDEX "Grant_requestId_idx" ON "Grant"("requestId");

-- CreateIndex
CREATE INDEX "Grant_functionId_state_idx" ON "Grant"("functionId", "state");

-- CreateIndex
CREATE INDEX "Grant_principalAccountId_state_idx" ON "Grant"("principalAccountId", "state");

-- CreateIndex
CREATE INDEX "Grant_createdAt_id_idx" ON "Grant"("createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Grant_accountId_region_functionName_qualifier_statementId_key" ON "Grant"("accountId", "region", "functionName", "qualifier", "statementId");

-- CreateIndex
CREATE UNIQUE INDEX "Event_hash_key" ON "Event"("hash");

-- CreateIndex
CREATE INDEX "Event_action_seq_idx" ON "Event"("action", "seq");

-- CreateIndex
CREATE INDEX "Event_requestId_seq_idx" ON "Event"("requestId", "seq");

-- CreateIndex
CREATE INDEX "Event_grantId_seq_idx" ON "Event"("grantId", "seq");

-- CreateIndex
CREATE INDEX "Event_functionId_seq_idx" ON "Event"("functionId", "seq");

-- CreateIndex
CREATE INDEX "Event_actorId_seq_idx" ON "Event"("actorId", "seq");

-- AddForeignKey
ALTER TABLE "AccountRegion" ADD CONSTRAINT "AccountRegion_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sync" ADD CONSTRAINT "Sync_startedById_fkey" FOREIGN KEY ("startedById") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SyncPart" ADD CONSTRAINT "SyncPart_syncId_fkey" FOREIGN KEY ("syncId") REFERENCES "Sync"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Function" ADD CONSTRAINT "Function_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Target" ADD CONSTRAINT "Target_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Statement" ADD CONSTRAINT "Statement_targetId_fkey" FOREIGN KEY ("targetId") REFERENCES "Target"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Statement" ADD CONSTRAINT "Statement_grantId_fkey" FOREIGN KEY ("grantId") REFERENCES "Grant"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatementPrincipal" ADD CONSTRAINT "StatementPrincipal_statementId_fkey" FOREIGN KEY ("statementId") REFERENCES "Statement"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OwnerOverride" ADD CONSTRAINT "OwnerOverride_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Request" ADD CONSTRAINT "Request_requesterId_fkey" FOREIGN KEY ("requesterId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Request" ADD CONSTRAINT "Request_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestItem" ADD CONSTRAINT "RequestItem_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_reviewerId_fkey" FOREIGN KEY ("reviewerId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_requestItemId_fkey" FOREIGN KEY ("requestItemId") REFERENCES "RequestItem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_revokedById_fkey" FOREIGN KEY ("revokedById") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- Below: what the schema language cannot say.

-- Search over function names anywhere in the name, with an index.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "Function_name_trgm" ON "Function" USING GIN (name gin_trgm_ops);

-- The audit trail is append-only: not even the product's own role can change or remove an entry.
CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit trail is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "Event_append_only" BEFORE UPDATE OR DELETE ON "Event" FOR EACH ROW EXECUTE FUNCTION refuse_event_change();
CREATE TRIGGER "Event_no_truncate" BEFORE TRUNCATE ON "Event" FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change();
