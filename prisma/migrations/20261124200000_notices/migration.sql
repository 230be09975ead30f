-- What EventBridge told of somebody's call of Lambda: a hint to look, and who it was.
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL,
    "functionId" UUID NOT NULL,
    "eventName" TEXT NOT NULL,
    "actorArn" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "Notice_functionId_at_idx" ON "Notice"("functionId", "at" DESC);
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Grant" ADD COLUMN "driftBy" TEXT;
