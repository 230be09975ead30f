import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { listAccess } from "@/lib/access/list";
import { listFindings } from "@/lib/access/findings";
import { listReach } from "@/lib/access/reach";
import type { Actor } from "@/lib/audit/actor";
import { listEvents } from "@/lib/audit/list";
import { audited } from "@/lib/audit/record";
import { ingest } from "@/lib/catalog/ingest";
import type { FunctionRead } from "@/lib/catalog/read-function";
import { searchFunctions } from "@/lib/catalog/search";
import { unaudited } from "@/lib/db/unaudited";
import { listGrants } from "@/lib/grants/list";
import { listUnmanaged } from "@/lib/grants/unmanaged";
import { parsePrincipal } from "@/lib/lambda/principal";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { findAnything } from "./find";
import { listRequests } from "./list";

withDatabase();
const accountId = "123456789012";
const names = ["pay_out", "payXout"];
const roles = ["arn:aws:iam::111122223333:role/night_run", "arn:aws:iam::111122223333:role/nightXrun"];
let casey: Actor;

/** A function that everybody may call, which is a finding, and a session of one role. */
async function makeFunction(name: string, role: string): Promise<string> {
  const arn = `arn:aws:lambda:us-east-1:${accountId}:function:${name}`;
  const session = `${role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/now`;
  const statementOf = (Sid: string, Principal: unknown) => ({
    ...{ Sid, Effect: "Allow", Principal, Action: "lambda:InvokeFunction", Resource: arn },
  });
  const Statement = [
    statementOf("everybody", "*"),
    statementOf("role", { AWS: role }),
    statementOf("session", { AWS: session }),
  ];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  const read: FunctionRead = {
    ...{ arn, name, accountId, region: "us-east-1", description: "", runtime: null, tags: {} },
    ...{ lastModified: null, readAt: new Date(), listed: null },
    targets: [
      {
        ...{ qualifier: "", kind: "function", version: null, routing: null, description: "" },
        ...{ policy, revisionId: null },
      },
    ],
  };
  return unaudited("catalog.read", (tx) => ingest(tx, read));
}

async function makeGrant(requesterId: string, functionId: string, [name, principal]: [string, string]) {
  const [id, qualifier, action] = [randomUUID(), "", "lambda:InvokeFunction"];
  const whom = { principalKind: "role" as const, principal };
  await unaudited("catalog.read", async (tx) => {
    const request = await tx.request.create({
      data: {
        ...{ ...whom, requesterId, functionId, reason: "A test.", state: "applied", lapsesAt: new Date() },
        items: { create: { id, qualifier, action } },
      },
    });
    await tx.grant.create({
      data: {
        ...{ ...whom, id, state: "active", requestId: request.id, requestItemId: id, functionId, accountId },
        ...{ region: "us-east-1", functionName: name, qualifier, action, statementId: id },
      },
    });
  });
}

beforeAll(async () => {
  const person = await makePerson("Casey", ["checkout"]);
  casey = person;
  await unaudited("catalog.read", async (tx) => {
    await tx.account.create({ data: { id: accountId, name: "pay_ments" } });
    await tx.account.create({ data: { id: "444455556666", name: "payXments" } });
  });
  for (const [index, name] of names.entries()) {
    const role = roles[index] ?? "";
    await makeGrant(person.personId, await makeFunction(name, role), [name, role]);
  }
  for (const action of ["pay_out.made", "payXout.made"])
    await audited(casey, (_, record) => record({ action, subject: { kind: "account", id: accountId } }));
});

/** Every list that takes a text, and what of it tells the two apart. */
const lists: [string, (q: string) => Promise<string[]>, string][] = [
  ["functions", async (q) => (await searchFunctions({ q })).rows.map(({ name }) => name), "y_o"],
  [
    "grants",
    async (q) => (await listGrants(casey, { of: "all", q })).rows.map((row) => row.functionName),
    "y_o",
  ],
  [
    "out of band",
    async (q) =>
      (await listUnmanaged(casey, { of: "all", q, exposure: "public" })).rows.map((row) => row.functionName),
    "y_o",
  ],
  [
    "requests by function",
    async (q) => (await listRequests(casey, { of: "all", q })).rows.map((row) => row.function.name),
    "y_o",
  ],
  [
    "requests by grantee",
    async (q) => (await listRequests(casey, { of: "all", q })).rows.map((row) => row.principal),
    "t_r",
  ],
  [
    "access by function",
    async (q) => [...new Set((await listAccess({ q })).rows.map((row) => row.functionName))],
    "y_o",
  ],
  [
    "access by principal",
    async (principal) => (await listAccess({ principal, kind: "role" })).rows.map((row) => row.principal),
    "t_r",
  ],
  [
    "findings",
    async (q) => [
      ...new Set((await listFindings({ q, state: "all" }, new Date())).rows.map((row) => row.function.name)),
    ],
    "y_o",
  ],
  ["the trail", async (action) => (await listEvents({ action })).rows.map((row) => row.action), "pay_"],
  [
    "the palette's functions",
    async (q) => (await findAnything(casey, q)).functions.map(({ name }) => name),
    "y_o",
  ],
  [
    "the palette's principals",
    async (q) =>
      (await findAnything(casey, q)).principals
        .filter(({ kind }) => kind === "role")
        .map(({ value }) => value),
    "t_r",
  ],
  [
    "the palette's accounts",
    async (q) => (await findAnything(casey, q)).principals.flatMap(({ name }) => name ?? []),
    "y_m",
  ],
  [
    "the palette's requests",
    async (q) => (await findAnything(casey, q)).requests.map((row) => row.function.name),
    "y_o",
  ],
];

it.each(lists)(
  "%s: an underscore finds itself alone, and what else a pattern means nothing",
  async (_, list, q) => {
    const found = await list(q);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(q);
    expect(await list(q.replace("_", "X"))).toHaveLength(1);
    for (const none of [q.replace("_", "%"), q.replace("_", "\\_"), `${q}\\`, "%%", "__", "\\\\"])
      expect(await list(none)).toEqual([]);
  },
);

it("a role is reached through its own sessions, not those of one that only looks like it", async () => {
  const [role, other] = roles.map((arn) => parsePrincipal(arn));
  if (!role?.ok || !other?.ok) throw new Error("The roles can't be read.");
  const sessions = async (principal: typeof role.value) =>
    (await listReach(principal, {})).rows.flatMap((row) =>
      row.principalKind === "session" ? [row.principal] : [],
    );
  expect(await sessions(role.value)).toEqual(["arn:aws:sts::111122223333:assumed-role/night_run/now"]);
  expect(await sessions(other.value)).toEqual(["arn:aws:sts::111122223333:assumed-role/nightXrun/now"]);
});
