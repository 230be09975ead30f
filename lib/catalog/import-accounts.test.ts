import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/audit/actor";
import { db } from "@/lib/db/client";
import { makePerson } from "@/tests/people";
import { startWire } from "@/tests/wire";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { accountsOf, buildEstate } from "@/tests/estates/bulk";
import { connectAccount, listPrepared } from "./connect/connect";
import { importAccounts } from "./import-accounts";

const database = withDatabase();
const estate = { kind: "bulk", accounts: 14, regions: 1, functions: 1, aliases: 1 } as const;
const state = buildEstate(estate);
const sandbox = withSandbox(() => state);
const all = accountsOf(estate).map(({ roleArn = "", externalId = "", ...one }) => ({
  ...one,
  roleArn,
  externalId,
}));
const [first, open, gone, late] = all as [Own, Own, Own, Own, ...Own[]]; // there are fourteen
type Own = (typeof all)[number];
let ada: Actor;
beforeAll(async () => {
  ada = await makePerson("Ada", ["xaccount-administrators"]);
});

/** Sets whether a role asks for its external ID. */
function trust({ id, externalId }: Own, asks: boolean): void {
  const role = state.accounts[id]?.roles.XaccountConnector;
  if (!role) throw new Error(`${id} has no role.`);
  const Condition = asks ? { StringEquals: { "sts:ExternalId": externalId } } : undefined;
  const Principal = { AWS: "arn:aws:iam::555566667777:root" };
  role.trustPolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }],
  });
}
const rowOf = ({ id }: Own) => db().account.findUniqueOrThrow({ where: { id } });
const lastEvent = async ({ id: accountId }: Own) =>
  (await db().event.findFirst({ where: { accountId }, orderBy: { seq: "desc" } }))?.action;

it("connects the roles that do what they must, and says of each other why not; what was typed is kept", async () => {
  trust(open, false);
  const absent = { ...gone, roleArn: `arn:aws:iam::${gone.id}:role/NotThere` };
  const imported = await importAccounts(ada, [first, open, absent, { id: "999900001111", name: "outside" }]);
  expect(imported).toMatchObject([
    { id: first.id, what: "connected", sentence: null },
    { id: open.id, what: "refused", sentence: expect.stringContaining("without its external ID") as unknown },
    { id: gone.id, what: "refused", sentence: expect.stringContaining("not authorized") as unknown },
    { id: "999900001111", what: "named", sentence: null },
  ]);
  expect(await rowOf(first)).toMatchObject({ connection: "role" });
  const { roleArn, externalId } = open;
  expect(await rowOf(open)).toMatchObject({ connection: "none", roleArn, externalId, name: open.name });
  expect((await listPrepared()).map(({ id }) => id)).toEqual([open.id, gone.id].toSorted());
  expect([await lastEvent(first), await lastEvent(open)]).toEqual(["account.connected", "account.prepared"]);

  trust(open, true);
  await connectAccount(ada, open.id); // mended, it is tried on its page
  expect(await rowOf(open)).toMatchObject({ connection: "role" });
});

it("one that is connected stays so where AWS can't be asked, and a new one is not connected", async () => {
  const outages: [string, () => Promise<void> | void, () => void][] = [
    [
      "who Xaccount is",
      () => void (process.env.AWS_ENDPOINT_URL = "http://localhost:9"),
      () => void (process.env.AWS_ENDPOINT_URL = sandbox.running().url),
    ],
    [
      "what the role may",
      () => sandbox.running().setFaults({ rate: 1, kinds: ["unreachable"], operations: ["ListFunctions"] }),
      () => sandbox.running().setFaults({}),
    ],
  ];
  for (const [_what, begin, end] of outages) {
    await begin();
    const imported = await importAccounts(ada, [{ ...first, name: "renamed" }, late]);
    end();
    const sentence = expect.stringContaining("could not be reached") as unknown;
    expect(imported).toMatchObject([
      { what: "kept", sentence },
      { what: "refused", sentence },
    ]);
    expect(await rowOf(first)).toMatchObject({ connection: "role", name: "renamed" });
    expect(await rowOf(late)).toMatchObject({ connection: "none", roleArn: late.roleArn });
  }
});

it("a file that names no role of one that is connected leaves it so, and what is read there", async () => {
  const { id, roleArn } = first;
  const imported = await importAccounts(ada, [
    { id, name: "named alone", roleArn: null, regions: ["eu-north-1"] },
  ]);
  expect(imported).toMatchObject([{ what: "named", sentence: "It stays connected as it is." }]);
  expect(await rowOf(first)).toMatchObject({ connection: "role", roleArn, name: "named alone" });
  expect(await db().accountRegion.count({ where: { accountId: id } })).toBe(first.regions.length);
});

it("one that was connected and lets itself be assumed without its external ID now no longer is", async () => {
  trust(first, false);
  expect(await importAccounts(ada, [first])).toMatchObject([{ what: "refused" }]);
  expect(await rowOf(first)).toMatchObject({ connection: "none" });
  expect(await lastEvent(first)).toBe("account.disconnected");
  trust(first, true);
});

it("tries eight at a time", async () => {
  let [waiting, most] = [0, 0];
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const wire = await startWire(sandbox.running().url, async ({ path: url }) => {
    if (url !== "/" || most > 0) return; // STS's
    waiting += 1;
    if (waiting === 1) return; // who asks
    if (waiting === 9) {
      for (let turn = 0; turn < 10; turn += 1) await sandbox.running().quotas(); // others would come meanwhile
      await fetch(`${sandbox.running().url}/_sandbox/quotas`);
      most = waiting - 1;
      release();
    }
    await released;
  });
  process.env.AWS_ENDPOINT_URL = wire.url;
  const imported = await importAccounts(ada, all.slice(4));
  process.env.AWS_ENDPOINT_URL = sandbox.running().url;
  await wire.stop();
  expect(imported.map(({ what }) => what)).toEqual(all.slice(4).map(() => "connected"));
  expect(most).toBe(8);
});

it("the command says what became of each, and ends with 1 when a role was refused", async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "xaccount-")), "accounts.json");
  const run = promisify(execFile);
  const command = async (accounts: object[]) => {
    writeFileSync(file, JSON.stringify(accounts));
    const env = { ...process.env, DATABASE_URL: database.url() };
    const args = ["--import", "tsx", "bin/main.ts", "accounts", "import", file];
    return run(process.execPath, args, { env }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (failed: { code: number; stdout: string }) => failed,
    );
  };
  const refused = await command([first, { ...gone, roleArn: `arn:aws:iam::${gone.id}:role/NotThere` }]);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain(`${first.id} ${first.name}: connected.`);
  expect(refused.stdout).toContain(`${gone.id} ${gone.name}: NOT connected. AWS did not let`);
  expect(await command([first])).toMatchObject({ code: 0 });
}, 30_000);

it.each<[string, object[], string]>([
  [
    "twice the same account",
    [
      { id: first.id, name: "a" },
      { id: first.id, name: "b" },
    ],
    "twice",
  ],
  [
    "a role without an external ID",
    [{ id: late.id, name: "a", roleArn: late.roleArn }],
    "without an external ID",
  ],
  ["another account's role", [{ ...late, roleArn: first.roleArn }], "is of another account"],
  ["another external ID", [{ ...first, externalId: "xa-another" }], "never changes"],
])("refuses %s, and tries and changes nothing", async (_name, accounts, sentence) => {
  const before = await db().account.findMany({ orderBy: { id: "asc" } });
  await expect(importAccounts(ada, accounts)).rejects.toMatchObject({
    code: "Invalid",
    message: expect.stringContaining(sentence) as unknown,
  });
  expect(await db().account.findMany({ orderBy: { id: "asc" } })).toEqual(before);
});
