-- What nobody needs any more is forgotten, the oldest first (lib/catalog/forget-notices.ts).
CREATE INDEX "Notice_at_id_idx" ON "Notice"("at", "id");
