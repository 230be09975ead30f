import pg from "pg";
import { beforeAll, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/list";
import { db } from "@/lib/db/client";
import type { PersonActor } from "@/lib/identity/types";
import { getRequest } from "@/lib/requests/get";
import { approve, ask } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { expireDueGrants } from "./expire";

const database = withDatabase();
withSandbox();
let casey: PersonActor, petra: PersonActor;

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  [casey, petra] = [await makePerson("Casey", ["checkout"]), await makePerson("Petra", ["payments"])];
});

async function granted(principal: string): Promise<string> {
  const id = await ask(casey, { principal });
  await approve(petra, id);
  return (await getRequest(id)).grants[0]?.id ?? "";
}
const grantOf = (id: string) => db().grant.findUniqueOrThrow({ where: { id } });
const stateOf = async (id: string) => (await grantOf(id)).state;

it("what ends at the same moment is ended once, however many jobs are at it", async () => {
  const grantIds: string[] = [];
  for (let number = 0; number < 12; number++) grantIds.push(await granted(String(700_000_000_000 + number)));
  const later = new Date(Date.now() + 91 * 86_400_000);
  const counts = await Promise.all(Array.from({ length: 8 }, () => expireDueGrants(later)));
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(12);
  for (const grantId of grantIds) {
    const { rows } = await listEvents({ grantId });
    expect(rows.map(({ action }) => action).reverse()).toEqual(["grant.intended", "grant.expiry_reached"]);
  }
});

it("one that can't be ended holds up no other, and is ended by a later run", async () => {
  const [stuck, other] = [await granted("700000000050"), await granted("700000000051")];
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  await client.query(
    `CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE 'not now'; END $$ LANGUAGE plpgsql`,
  );
  await client.query(
    `CREATE TRIGGER refuse BEFORE UPDATE ON "Justification" FOR EACH ROW WHEN (OLD."grantId" = '${stuck}') EXECUTE FUNCTION refuse()`,
  );
  const later = new Date(Date.now() + 91 * 86_400_000);
  await expect(expireDueGrants(later)).rejects.toThrow("could not be ended");
  expect(await stateOf(other)).toBe("revoking");
  await client.query(`DROP TRIGGER refuse ON "Justification"`);
  await client.end();
  expect(await stateOf(stuck)).toBe("applying");
  expect(await expireDueGrants(later)).toBe(1);
  expect(await stateOf(stuck)).toBe("revoking");
});

it("what ends just now is over; a millisecond before, it is not", async () => {
  const { expiresAt } = await grantOf(await granted("700000000099"));
  if (!expiresAt) throw new Error("It has no end.");
  expect(await expireDueGrants(new Date(expiresAt.getTime() - 1))).toBe(0);
  expect(await expireDueGrants(expiresAt)).toBe(1);
});
