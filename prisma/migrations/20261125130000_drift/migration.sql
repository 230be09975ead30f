-- Drift: functions made anew, statements that nobody here granted, and what is to be compared again.

ALTER TABLE "Function" ADD COLUMN "recreatedAt" TIMESTAMPTZ(3);
ALTER TABLE "Notice" ADD COLUMN "sid" TEXT;

-- One grant a statement, while it is not over. Somebody else's statement ID may come back after its grant is over, and
-- can be adopted again.
DROP INDEX "Grant_accountId_region_functionName_qualifier_statementId_key";
CREATE UNIQUE INDEX "Grant_statement_key" ON "Grant"("accountId", "region", "functionName", "qualifier", "statementId") WHERE "state" NOT IN ('revoked', 'expired');

-- Nobody here answers for what was accepted to stand after its grant.
UPDATE "Statement" s SET "grantId" = NULL FROM "Grant" g
WHERE g."id" = s."grantId" AND s."goneAt" IS NULL AND g."state" IN ('revoked', 'expired') AND g."drift" IS NOT NULL;

-- Statements that nobody here granted, the furthest-reaching first, then the newest.
CREATE INDEX "Statement_unmanaged_idx" ON "Statement"("exposure" DESC, "firstSeenAt" DESC, "id" DESC) WHERE "grantId" IS NULL AND "goneAt" IS NULL AND "effect" = 'Allow';

-- What grants are to be compared with again. The count is the database's own, so that no way of writing forgets it; and
-- whoever compares keeps the count it saw, so that a change meanwhile is not missed.
ALTER TABLE "Target"
    ADD COLUMN "changes" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "compared" INTEGER NOT NULL DEFAULT 0;
UPDATE "Target" SET "changes" = 1;
CREATE INDEX "Target_to_compare_idx" ON "Target"("id") WHERE "changes" <> "compared";
CREATE FUNCTION count_target_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."changes" := OLD."changes" + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER "Target_changed" BEFORE UPDATE ON "Target" FOR EACH ROW
WHEN (OLD."policy" IS DISTINCT FROM NEW."policy" OR OLD."goneAt" IS DISTINCT FROM NEW."goneAt")
EXECUTE FUNCTION count_target_change();
