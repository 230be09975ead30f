-- Whom a notification is for, a row each with its time, so that a person's newest are the ends of a few ranges of one
-- index, however many others are told.

CREATE TABLE "NotificationRecipient" (
    "notificationId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "NotificationRecipient_pkey" PRIMARY KEY ("notificationId", "name")
);
CREATE INDEX "NotificationRecipient_name_createdAt_idx" ON "NotificationRecipient"("name", "createdAt" DESC, "notificationId" DESC);
CREATE INDEX "NotificationRecipient_name_level_idx" ON "NotificationRecipient"("name", "level", "createdAt" DESC, "notificationId" DESC);
ALTER TABLE "NotificationRecipient" ADD CONSTRAINT "NotificationRecipient_notificationId_fkey" FOREIGN KEY ("notificationId") REFERENCES "Notification"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "NotificationRecipient" ("notificationId", "name", "level", "createdAt")
SELECT DISTINCT n."id", r.name, n."level", n."createdAt"
FROM "Notification" n
CROSS JOIN LATERAL (SELECT unnest(n."handles") AS name UNION SELECT 'person:' || unnest(n."personIds")) r;

DROP INDEX "Notification_handles_idx";
DROP INDEX "Notification_personIds_idx";
