-- What people are told is sent on, to each place by itself; and up to when somebody has read all of it.

CREATE TABLE "Delivery" (
    "id" UUID NOT NULL,
    "notificationId" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "failure" TEXT,
    "deliveredAt" TIMESTAMPTZ(3),
    "gaveUpAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Delivery_notificationId_channel_address_key" ON "Delivery"("notificationId", "channel", "address");
-- What failed and is tried again, and what was given up: few, and asked for on each look at the health.
CREATE INDEX "Delivery_failing_idx" ON "Delivery"("createdAt") WHERE "failure" IS NOT NULL AND "deliveredAt" IS NULL;
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_notificationId_fkey" FOREIGN KEY ("notificationId") REFERENCES "Notification"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What people were told before anything was sent on stays where it is.
ALTER TABLE "Notification" RENAME COLUMN "deliveredAt" TO "settledAt";
UPDATE "Notification" SET "settledAt" = "createdAt" WHERE "settledAt" IS NULL;
CREATE INDEX "Notification_unsettled_idx" ON "Notification"("createdAt") WHERE "settledAt" IS NULL;

ALTER TABLE "Person" ADD COLUMN "readUntil" TIMESTAMPTZ(3);
