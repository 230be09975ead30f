-- An account and region is read by one part at a time, whatever syncs are under way: two would read the same and cost the
-- account's quota twice.
CREATE UNIQUE INDEX "SyncPart_open_key" ON "SyncPart"("accountId", "region") WHERE "state" IN ('waiting', 'running');
