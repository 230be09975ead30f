-- Of which of a function's policies a call was: '' the unqualified function's; null where it is of the whole function,
-- or not known (what was told before).
ALTER TABLE "Notice" ADD COLUMN "qualifier" TEXT;
