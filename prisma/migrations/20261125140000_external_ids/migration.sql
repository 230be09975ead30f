-- An external ID is one account's alone, and never changes: a role that trusts it trusts nobody else, now or later.

CREATE UNIQUE INDEX "Account_externalId_key" ON "Account"("externalId");

CREATE FUNCTION refuse_external_id_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The external ID of account % never changes', OLD."id" USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "Account_external_id_stays" BEFORE UPDATE ON "Account" FOR EACH ROW
  WHEN (OLD."externalId" IS NOT NULL AND NEW."externalId" IS DISTINCT FROM OLD."externalId")
  EXECUTE FUNCTION refuse_external_id_change();
