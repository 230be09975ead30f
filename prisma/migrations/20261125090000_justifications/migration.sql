-- Several requests may justify one statement; requests without an end, by break-glass, of adoption and removal;
-- what people are told.

CREATE TYPE "RequestKind" AS ENUM ('access', 'adoption', 'removal');
CREATE TYPE "GrantOrigin" AS ENUM ('written', 'adopted');

ALTER TABLE "Request"
    ADD COLUMN "kind" "RequestKind" NOT NULL DEFAULT 'access',
    ADD COLUMN "glassBrokenAt" TIMESTAMPTZ(3),
    ADD COLUMN "glassBrokenById" UUID,
    ADD COLUMN "glassReason" TEXT,
    ADD COLUMN "reviewedAt" TIMESTAMPTZ(3),
    ALTER COLUMN "durationDays" DROP NOT NULL;
ALTER TABLE "Request" ADD CONSTRAINT "Request_glassBrokenById_fkey" FOREIGN KEY ("glassBrokenById") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
-- Reviews that are owed; few at any time.
CREATE INDEX "Request_review_owed_idx" ON "Request"("id") WHERE "glassBrokenAt" IS NOT NULL AND "reviewedAt" IS NULL;

ALTER TABLE "Grant"
    ADD COLUMN "origin" "GrantOrigin" NOT NULL DEFAULT 'written',
    ADD COLUMN "removeFound" TEXT;

CREATE TABLE "Justification" (
    "itemId" UUID NOT NULL,
    "grantId" UUID NOT NULL,
    "requestId" INTEGER NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),
    "endCause" "RevokeCause",
    "endReason" TEXT,
    "endedById" UUID,
    CONSTRAINT "Justification_pkey" PRIMARY KEY ("itemId")
);
CREATE INDEX "Justification_grantId_endedAt_idx" ON "Justification"("grantId", "endedAt");
CREATE INDEX "Justification_requestId_idx" ON "Justification"("requestId");
-- What is due to end next.
CREATE INDEX "Justification_standing_idx" ON "Justification"("expiresAt") WHERE "endedAt" IS NULL;
ALTER TABLE "Justification" ADD CONSTRAINT "Justification_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "RequestItem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Justification" ADD CONSTRAINT "Justification_grantId_fkey" FOREIGN KEY ("grantId") REFERENCES "Grant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Justification" ADD CONSTRAINT "Justification_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Justification" ADD CONSTRAINT "Justification_endedById_fkey" FOREIGN KEY ("endedById") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

INSERT INTO "Justification" ("itemId", "grantId", "requestId", "expiresAt", "createdAt", "endedAt", "endCause", "endReason", "endedById")
SELECT "requestItemId", "id", "requestId", "expiresAt", "createdAt",
       CASE WHEN "state" IN ('revoking', 'revoked', 'expired') THEN COALESCE("revokedAt", "updatedAt") END,
       CASE WHEN "state" IN ('revoking', 'revoked', 'expired') THEN COALESCE("revokeCause", 'revoked') END,
       "revokeReason", "revokedById"
FROM "Grant";

-- One statement a target, action and principal: where several grants stand for the same, from before, they stay apart.
CREATE INDEX "Grant_same_statement_idx" ON "Grant"("functionId", "qualifier", "action", "principal") WHERE "state" IN ('applying', 'active');

CREATE TABLE "Notification" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "href" TEXT NOT NULL,
    "handles" TEXT[],
    "personIds" UUID[],
    "requestId" INTEGER,
    "grantId" UUID,
    "functionId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deliveredAt" TIMESTAMPTZ(3),
    CONSTRAINT "Notification_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Notification_key_key" ON "Notification"("key");
CREATE INDEX "Notification_createdAt_id_idx" ON "Notification"("createdAt" DESC, "id" DESC);
CREATE INDEX "Notification_handles_idx" ON "Notification" USING GIN ("handles");
CREATE INDEX "Notification_personIds_idx" ON "Notification" USING GIN ("personIds");

CREATE TABLE "NotificationRead" (
    "notificationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "NotificationRead_pkey" PRIMARY KEY ("notificationId", "personId")
);
ALTER TABLE "NotificationRead" ADD CONSTRAINT "NotificationRead_notificationId_fkey" FOREIGN KEY ("notificationId") REFERENCES "Notification"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "NotificationRead" ADD CONSTRAINT "NotificationRead_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
