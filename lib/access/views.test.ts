import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/audit/actor";
import { listEvents } from "@/lib/audit/list";
import { ingest } from "@/lib/catalog/ingest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { parsePrincipal } from "@/lib/lambda/principal";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { acknowledgeFinding } from "./acknowledge";
import { listChanges } from "./changes";
import { csvLines } from "@/lib/format/csv";
import { exportColumns, exportRows } from "./export";
import { countFindings, listFindings } from "./findings";
import { readGraph } from "./graph";
import { listAccess } from "./list";
import { readMatrix } from "./matrix";
import { accessQuery } from "./query";
import { explainAccess } from "./why";

withDatabase();

const owner = "123456789012";
const arn = `arn:aws:lambda:us-east-1:${owner}:function:f`;
const [then, later] = [new Date("2026-05-01T00:00:00Z"), new Date("2026-05-03T00:00:00Z")];
const now = new Date("2026-06-01T00:00:00Z");
let petra: Actor;
let casey: Actor;
let functionId = "";

const allow = (Sid: string, principal: unknown) => ({
  Sid,
  Effect: "Allow",
  Principal: principal,
  Action: "lambda:InvokeFunction",
  Resource: arn,
});
const role = (name: string) => ({ AWS: `arn:aws:iam::111122223333:role/${name}` });

async function read(readAt: Date, statements: unknown[]): Promise<void> {
  const policy = JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements });
  const target = { qualifier: "", kind: "function" as const, version: null, routing: null, description: "" };
  const base = { accountId: owner, region: "us-east-1", name: "f", arn, description: "", runtime: null };
  functionId = await unaudited("catalog.read", (tx) =>
    ingest(tx, {
      ...base,
      listed: null,
      lastModified: null,
      tags: { owner: "payments" },
      targets: [{ ...target, policy, revisionId: null }],
      readAt,
    }),
  );
}

beforeAll(async () => {
  await unaudited("catalog.read", (tx) => tx.account.create({ data: { id: owner, name: "payments" } }));
  [petra, casey] = [await makePerson("Petra", ["payments"]), await makePerson("Casey", ["checkout"])];
  await read(then, [allow("stays", role("checkout")), allow("goes", role("old")), allow("open", "*")]);
  await read(later, [
    allow("stays", role("checkout")),
    allow("comes", role("new")),
    allow("open", "*"),
    { ...allow("no", role("old")), Effect: "Deny" },
  ]);
});

describe("two moments compared", () => {
  it("says who gained and who lost, by statements and by a Deny", async () => {
    const { rows, more } = await listChanges({}, then, now);
    expect(more).toBe(false);
    expect(rows.map(({ change, sid, before, after }) => [change, sid, before, after])).toEqual([
      ["lost", "goes", "allowed", "denied"],
    ]);
    // The role that is named now could call before, too: `*` let it in.
  });

  it("a statement that can't be read is gained, as unknown", async () => {
    const end = new Date("2026-07-01T00:00:00Z");
    const name = "strange";
    const strangeArn = arn.replace(/f$/, name);
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ ...allow("s", "*"), Effect: "Permit" }],
    });
    const target = {
      qualifier: "",
      kind: "function" as const,
      version: null,
      routing: null,
      description: "",
    };
    const base = {
      accountId: owner,
      region: "us-east-1",
      name,
      arn: strangeArn,
      description: "",
      runtime: null,
    };
    await unaudited("catalog.read", (tx) =>
      ingest(tx, {
        ...base,
        listed: null,
        lastModified: null,
        tags: {},
        targets: [{ ...target, policy, revisionId: null }],
        readAt: now,
      }),
    );
    const { rows } = await listChanges({ q: name }, then, end);
    expect(rows.map((row) => [row.change, row.before, row.after])).toEqual([["gained", "denied", "unknown"]]);
    await unaudited("catalog.read", async (tx) => {
      await tx.function.delete({ where: { arn: strangeArn } });
      await tx.statementPrincipal.deleteMany({ where: { functionName: name } });
    });
  });

  it("says nothing of a time in which nothing changed", async () => {
    expect((await listChanges({}, later, now)).rows).toEqual([]);
  });
});

describe("the matrix and the graph", () => {
  it("hold every pair once, with the widest exposure and the age of the oldest", async () => {
    const matrix = await readMatrix({});
    expect(matrix.rows.map(({ key }) => key).toSorted()).toEqual(["*", "111122223333"]);
    expect(matrix.columns).toMatchObject([{ name: "f", account: `payments ${owner}`, team: "payments" }]);
    const account = matrix.rows.findIndex(({ key }) => key === "111122223333");
    const cell = matrix.cells.find(([row]) => row === account);
    expect(cell?.slice(2)).toEqual([2, 2, then.getTime(), 0]);
  });

  it("leads from accounts through identities to targets", async () => {
    const { nodes, edges, grouped } = await readGraph({});
    expect(grouped).toBe("nothing");
    expect(nodes.map(({ kind }) => kind).toSorted()).toEqual([
      "account",
      "principal",
      "principal",
      "principal",
      "target",
    ]);
    expect(edges).toHaveLength(5);
  });
});

describe("why", () => {
  it("marks the words that decide, and says what would change the answer", async () => {
    const principal = parsePrincipal("arn:aws:iam::111122223333:role/old");
    if (!principal.ok) throw new Error(principal.sentence);
    const explained = await explainAccess(principal.value, functionId, { action: "lambda:InvokeFunction" });
    const [target] = explained?.targets ?? [];
    expect(target).toMatchObject({ decision: "denied", arn });
    const marked = target?.statements
      .find(({ sid }) => sid === "no")
      ?.lines.filter(({ mark }) => mark === "decides");
    expect(marked?.map(({ text }) => text.trim())).toContain('"Effect": "Deny",');
    expect(target?.wouldDiffer).toEqual(["It would be allowed, were statement “no” gone."]);
    const before = await explainAccess(principal.value, functionId, {
      action: "lambda:InvokeFunction",
      at: then,
    });
    expect(before?.targets[0]?.decision).toBe("allowed");
  });
});

it("without an action, why is about one that is given", async () => {
  const principal = parsePrincipal("arn:aws:iam::111122223333:role/checkout");
  if (!principal.ok) throw new Error(principal.sentence);
  const now = await explainAccess(principal.value, functionId, {});
  expect(now).toMatchObject({ action: "lambda:InvokeFunction", targets: [{ decision: "allowed" }] });
});

describe("the export", () => {
  it("holds every row of the list, denied ones not", async () => {
    const rows = [];
    for await (const row of exportRows({}, null)) rows.push([row.statementId, row.decision, row.target]);
    expect(rows).toEqual([
      ["stays", "allowed", arn],
      ["comes", "allowed", arn],
      ["open", "allowed", arn],
    ]);
  });
});

it("is narrowed to one function by its ID", async () => {
  const count = async (id: string) => {
    let rows = 0;
    for await (const _row of exportRows(accessQuery.parse({ function: id }), null)) rows += 1;
    return rows;
  };
  expect(await count(functionId)).toBe(3);
  expect(await count("00000000-0000-4000-8000-000000000000")).toBe(0);
});

it("filters by action, exposure, source, condition and age", async () => {
  const sids = async (query: Record<string, string>) =>
    (await listAccess(accessQuery.parse({ at: "2026-05-20T00:00", ...query }))).rows.map(({ sid }) => sid);
  expect(await sids({ action: "lambda:GetFunction" })).toEqual([]);
  expect(await sids({ action: "lambda:invokefunction" })).toEqual(["stays", "comes", "open"]);
  expect(await sids({ exposure: "public" })).toEqual(["open"]);
  expect(await sids({ source: "granted" })).toEqual([]);
  expect(await sids({ condition: "none" })).toEqual(["stays", "comes", "open"]);
  expect(await sids({ condition: "source" })).toEqual([]);
  expect(await sids({ at: "2026-05-03", age: "1d" })).toEqual(["comes"]);
  expect(await sids({ at: "2026-12-01", age: "older" })).toEqual(["stays", "comes", "open"]);
  expect(await sids({ exposure: "no such thing", age: "never" })).toEqual(["stays", "comes", "open"]);
});

it("is the same as CSV, a line a row", async () => {
  const lines: string[] = [];
  for await (const line of csvLines(exportRows({}, null), exportColumns)) lines.push(line);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^principal,principalKind,/);
  expect(lines[1]).toContain(
    `arn:aws:iam::111122223333:role/checkout,role,111122223333,${arn},lambda:InvokeFunction,allowed`,
  );
});

describe("findings", () => {
  const open = () => listFindings({ state: "open" }, new Date());

  it("are found at every reading, and keep their age", async () => {
    const { rows } = await open();
    expect(rows.map(({ code }) => code)).toEqual(["public"]);
    expect(rows[0]?.firstSeenAt).toEqual(then);
    expect(await countFindings(new Date())).toMatchObject([{ code: "public", count: 1 }]);
  });

  it("are acknowledged by an owner, with a reason and a day; and only so", async () => {
    const id = (await open()).rows[0]?.id ?? "";
    const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const reason = "It serves public data.";
    await expect(acknowledgeFinding(casey, { findingId: id, reason, until })).rejects.toMatchObject({
      code: "Forbidden",
    });
    for (const [field, wrong] of [
      ["reason", { reason: "no" }],
      ["until", { until: "2020-01-01" }],
      ["until", { until: "2099-01-01" }],
      ["until", { until: "soon" }],
    ] as const) {
      const given = acknowledgeFinding(petra, { findingId: id, reason, until, ...wrong });
      await expect(given).rejects.toMatchObject({
        code: "Invalid",
        fields: { [field]: expect.any(String) as unknown },
      });
    }
    await acknowledgeFinding(petra, { findingId: id, reason, until });
    expect((await open()).rows).toEqual([]);
    expect((await listFindings({ state: "acknowledged" }, new Date())).rows).toMatchObject([
      { ackReason: reason },
    ]);
    const { rows: events } = await listEvents({ action: "finding" });
    expect(events).toMatchObject([{ action: "finding.acknowledged", reason, functionId }]);
    // A day after, it is open again.
    expect((await listFindings({ state: "open" }, new Date(Date.now() + 3 * 86_400_000))).rows).toHaveLength(
      1,
    );
  });

  it("go when what they are about goes", async () => {
    await read(now, [allow("stays", role("checkout"))]);
    expect(await db().finding.count()).toBe(0);
  });
});
