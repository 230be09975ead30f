-- Since when a grant differs: between which readings, and what an event said of it.

-- Until when a policy that stands no more is known to have stood.
ALTER TABLE "PolicySnapshot" ADD COLUMN "lastSeenAt" TIMESTAMPTZ(3);
ALTER TABLE "Grant"
    ADD COLUMN "driftAfter" TIMESTAMPTZ(3),
    ADD COLUMN "driftAt" TIMESTAMPTZ(3),
    ADD COLUMN "driftEvent" TEXT;
