-- A part of a sync goes on at the page where it stopped, and is tried again after what passes.
ALTER TABLE "SyncPart" ADD COLUMN "marker" TEXT,
ADD COLUMN "lastName" TEXT,
ADD COLUMN "functionsUnchanged" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "retryAt" TIMESTAMPTZ(3);

-- Which sync found a function last, and what it was listed as when it was last read.
ALTER TABLE "Function" ADD COLUMN "lastSyncId" UUID,
ADD COLUMN "listed" TEXT;

-- Since when, and when last, events of the account and region were received.
ALTER TABLE "AccountRegion" ADD COLUMN "eventsSince" TIMESTAMPTZ(3),
ADD COLUMN "eventsAt" TIMESTAMPTZ(3);

ALTER TABLE "Notice" ADD COLUMN "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
