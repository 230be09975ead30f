-- When a part last got on, and for how long it was worked on: a part that nobody is at does not take longer for it, and
-- a sync that does not move can be told.
ALTER TABLE "SyncPart" ADD COLUMN "movedAt" TIMESTAMPTZ(3), ADD COLUMN "workedMs" INTEGER NOT NULL DEFAULT 0;
