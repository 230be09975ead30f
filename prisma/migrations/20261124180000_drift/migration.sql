-- What stands in AWS may differ from what was granted: how, since when, and what is there instead.
ALTER TABLE "Grant"
    ADD COLUMN "drift" TEXT,
    ADD COLUMN "driftSince" TIMESTAMPTZ(3),
    ADD COLUMN "driftFound" TEXT;
CREATE INDEX "Grant_drift_idx" ON "Grant"("drift") WHERE "drift" IS NOT NULL;
