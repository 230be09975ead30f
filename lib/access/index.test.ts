import { beforeAll, describe, expect, it } from "vitest";
import { ingest } from "@/lib/catalog/ingest";
import type { FunctionRead } from "@/lib/catalog/read-function";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { parseCaller, type Caller } from "@/lib/lambda/caller";
import { evaluate } from "@/lib/lambda/evaluate";
import { readPolicy } from "@/lib/lambda/policy";
import { parsePrincipal } from "@/lib/lambda/principal";
import type { Decision, PolicyDocument, Principal } from "@/lib/lambda/types";
import { randomOf } from "@/tests/estates/random";
import { accounts, callers, organizationId, strangePolicy } from "@/tests/estates/strange";
import { withDatabase } from "@/tests/with-database";
import { formatTarget } from "./format-target";
import { readGraph } from "./graph";
import { listAccess } from "./list";
import { listReach, type ReachRow } from "./reach";

withDatabase();

const owner = "123456789012";
const functionCount = 120;
const moments = [
  new Date("2026-05-01T00:00:00Z"),
  new Date("2026-05-03T00:00:00Z"),
  new Date("2026-05-05T00:00:00Z"),
];
const actions = ["lambda:InvokeFunction", "lambda:DeleteFunction", "lambda:GetFunction"];

/** What each target's policy was, by moment: what the test knows without the product. */
const truth: Map<string, PolicyDocument>[] = moments.map(() => new Map());
const organizations: Record<string, string | null> = { "111122223333": organizationId, "444455556666": null };

/** The same function read at a moment: some policies stay, some change, some targets come and go. */
async function readAt(index: number): Promise<void> {
  const readAt = moments[index] ?? new Date();
  for (let number = 0; number < functionCount; number += 1) {
    const random = randomOf(number * 1009 + 7);
    const name = `fn-${number}`;
    const arn = `arn:aws:lambda:us-east-1:${owner}:function:${name}`;
    const targets: FunctionRead["targets"] = [];
    for (const qualifier of ["", "prod"]) {
      const policies = moments.map(() =>
        strangePolicy(random, formatTarget({ functionArn: arn, qualifier })),
      );
      const changes = random.chance(0.4);
      const leaves = qualifier !== "" && random.chance(0.2);
      if (leaves && index === 1) continue;
      const policy = policies[changes ? index : 0] ?? null;
      truth[index]?.set(formatTarget({ functionArn: arn, qualifier }), readPolicy(policy));
      const kind = qualifier === "" ? ("function" as const) : ("alias" as const);
      targets.push({
        qualifier,
        kind,
        version: null,
        routing: null,
        description: "",
        policy,
        revisionId: null,
      });
    }
    const base = { accountId: owner, region: "us-east-1", name, arn, description: "", runtime: null };
    await unaudited("catalog.read", (tx) =>
      ingest(tx, { ...base, listed: null, lastModified: null, tags: {}, targets, readAt }),
    );
  }
}

beforeAll(async () => {
  for (const id of [owner, "111122223333", "444455556666"])
    await unaudited("catalog.read", (tx) =>
      tx.account.create({ data: { id, name: id, organizationId: organizations[id] ?? null } }),
    );
  for (const index of moments.keys()) await readAt(index);
}, 120_000);

function principalOf(text: string): Principal {
  const read = parsePrincipal(text);
  if (!read.ok) throw new Error(read.sentence);
  return read.value;
}

/** What the engine says of one pair. */
function ask(caller: Caller, action: string, resource: string, functionPolicy: PolicyDocument): Decision {
  const account = "accountId" in caller ? organizations[caller.accountId] : null;
  return evaluate({ caller, organizationId: account, action, resource, functionPolicy }).decision;
}

async function allRows(principal: Principal, action: string, at?: Date): Promise<ReachRow[]> {
  const rows: ReachRow[] = [];
  for (let after: string | undefined; ;) {
    const page = await listReach(principal, { action, at, after }, 40);
    rows.push(...page.rows);
    if (!page.next) return rows;
    after = page.next;
  }
}

const found = (rows: ReachRow[]) => new Map(rows.map((row) => [formatTarget(row), row.decision]));
const sorted = <T>(pairs: Iterable<[string, T]>) => [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));

/** Every target that the engine does not deny to a caller, with what it says. */
function expected(caller: Caller, action: string, moment: number): Map<string, Decision> {
  const policies = truth[moment] ?? new Map<string, PolicyDocument>();
  const all = [...policies].map(([arn, policy]) => [arn, ask(caller, action, arn, policy)] as const);
  return new Map(all.filter(([, decision]) => decision !== "denied"));
}

/** An account can do what any identity in it can: those that policies name, and one that none does. */
function identitiesOf(accountId: string): Caller[] {
  const named = callers.filter((text) => text.includes(`:${accountId}:`));
  const read = [...named, `arn:aws:iam::${accountId}:role/nobody-names-this`].map((text) =>
    parseCaller(text),
  );
  return read.flatMap((one) => (one.ok ? [one.value] : []));
}

describe("the index answers as the engine does when asked for every pair", () => {
  const identities = callers.filter((text) => !/^\d+$/.test(text));
  const now = moments.length - 1;

  it.each(identities)("%s", async (text) => {
    const principal = principalOf(text);
    for (const action of actions) {
      const rows = found(await allRows(principal, action));
      expect(sorted(rows), action).toEqual(sorted(expected(principal as Caller, action, now)));
    }
  });

  it.each([...accounts, "222233334444"])("account %s, for any identity in it", async (id) => {
    for (const action of actions) {
      const can = new Set(identitiesOf(id).flatMap((one) => [...expected(one, action, now).keys()]));
      const rows = [...found(await allRows(principalOf(id), action)).keys()];
      expect(
        [...can].filter((arn) => !rows.includes(arn)),
        `${action}: missing`,
      ).toEqual([]);
      const more = rows.filter((arn) => !can.has(arn));
      const asked = more.map((arn) =>
        ask(principalOf(id) as Caller, action, arn, truth[now]?.get(arn) ?? readPolicy(null)),
      );
      expect(
        asked.filter((decision) => decision !== "unknown"),
        `${action}: too much`,
      ).toEqual([]);
    }
  });

  it.each([0, 1])("as of moment %i", async (moment) => {
    for (const text of identities.filter((_one, index) => index % 3 === 0)) {
      const rows = found(await allRows(principalOf(text), "lambda:InvokeFunction", moments[moment]));
      const wanted = expected(principalOf(text) as Caller, "lambda:InvokeFunction", moment);
      expect(sorted(rows), text).toEqual(sorted(wanted));
    }
  });

  it("lists whoever is named, with what the whole policy says of them", async () => {
    let count = 0;
    for (let after: string | undefined; ;) {
      const page = await listAccess({ action: "lambda:InvokeFunction", after }, 100);
      for (const row of page.rows) {
        if (row.principal === "unreadable" || row.principalKind === "unknown") continue;
        const policy = truth[now]?.get(formatTarget(row)) ?? readPolicy(null);
        const said = evaluate({
          caller: principalOf(row.principal) as Caller,
          action: "lambda:InvokeFunction",
          resource: formatTarget(row),
          functionPolicy: policy,
        });
        expect([row.principal, row.decision]).toEqual([row.principal, said.decision]);
        count += 1;
      }
      if (!page.next) break;
      after = page.next;
    }
    expect(count).toBeGreaterThan(100);
  });

  it("is drawn as a graph of groups where single nodes would be too many", async () => {
    for (const [most, kind] of [
      [1000, "nothing"],
      [30, "targets"],
      [5, "both"],
    ] as const) {
      const { nodes, edges, grouped } = await readGraph({}, most);
      expect(grouped).toBe(kind);
      const ids = new Set(nodes.map(({ id }) => id));
      expect(ids.size).toBe(nodes.length);
      expect(edges.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true);
    }
  });

  it("keeps the age and the identity of a statement that stays", async () => {
    const kept = await db().statement.count({ where: { firstSeenAt: moments[0], goneAt: null } });
    const ended = await db().statement.count({ where: { goneAt: { not: null } } });
    expect(kept).toBeGreaterThan(0);
    expect(ended).toBeGreaterThan(0);
  });
});
