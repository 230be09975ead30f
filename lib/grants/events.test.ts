import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/audit/actor";
import { clientFor } from "@/lib/catalog/accounts";
import { ingest } from "@/lib/catalog/ingest";
import { receiveEvent } from "@/lib/catalog/notice";
import { readFunction } from "@/lib/catalog/read-function";
import { rereadFunction } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { driftOf } from "@/lib/lambda/drift";
import { findStatement } from "@/lib/lambda/policy";
import { analyseRequest, getRequest } from "@/lib/requests/get";
import { reviewRequest } from "@/lib/requests/review";
import { submitRequest } from "@/lib/requests/submit";
import { changes, make, standing, type Ours, type World } from "@/tests/events/world";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { reconcileGrants } from "./reconcile";

/** More and longer with CHAOS=all (npm run chaos). */
const size = process.env.CHAOS === "all" ? { numRuns: 100, most: 30 } : { numRuns: 8, most: 14 };
withDatabase();
const sandbox = withSandbox();
const account = "123456789012";
let casey: Actor, petra: Actor;

beforeAll(async () => {
  await connectEstate();
  [casey, petra] = [await makePerson("Casey", ["checkout"]), await makePerson("Petra", ["payments"])];
});

/** A function nobody heard of yet is read by a sync; here, by itself. */
async function discover(name: string): Promise<string> {
  const client = await clientFor(account, "us-east-1");
  const read = await readFunction(client, account, await client.listVersionsOf(name));
  if (!read) throw new Error(`There is no ${name}.`);
  return unaudited("catalog.read", (tx) => ingest(tx, read));
}

async function grant(functionId: string, principal: string): Promise<Ours> {
  const draftId = randomUUID();
  const requestId = await submitRequest(casey, {
    ...{ functionId, qualifier: "prod", action: "lambda:InvokeFunction", principal, draftId },
    ...{ durationDays: "30", reason: "To see what becomes of it." },
  });
  const { hash } = await analyseRequest(await getRequest(requestId));
  await reviewRequest(petra, { requestId: String(requestId), verdict: "approve", analysisHash: hash });
  await applyGrant(draftId);
  const { id, statementId: sid } = await db().grant.findUniqueOrThrow({ where: { id: draftId } });
  return { id, sid, principal };
}

/** What the job does that an event leaves, and the minute's. */
async function work(functionId: string): Promise<void> {
  await rereadFunction(functionId);
  await reconcileGrants();
}

/** The index and the drift are what AWS has now. */
async function expectTrue(world: World, functionId: string): Promise<void> {
  for (const qualifier of ["", "prod"]) {
    const { policy, documents } = await standing(world, qualifier);
    const rows = await db().statement.findMany({
      where: { goneAt: null, target: { functionId, qualifier } },
      orderBy: { ordinal: "asc" },
    });
    expect(rows.map((row) => row.document)).toEqual(documents);
    const principals = await db().statementPrincipal.findMany({
      where: { goneAt: null, functionId, statement: { target: { qualifier } } },
    });
    expect(new Set(principals.map((one) => one.statementId))).toEqual(new Set(rows.map(({ id }) => id)));
    if (qualifier === "") continue;
    for (const { id, sid } of world.ours) {
      const { statement, drift, driftFound, state } = await db().grant.findUniqueOrThrow({ where: { id } });
      const found = findStatement(policy, sid);
      const { exists: hasFunction, hasAlias: hasTarget, isAnother } = world;
      const place = { hasFunction, hasTarget, isAnother };
      // What AddPermission began is what it was in; it is not known otherwise, either.
      const expected = driftOf(statement ?? "", { ...place, policy, found, before: null });
      expect({ state, drift, found: driftFound }).toEqual({
        ...{ state: "active", drift: expected, found: expected && found },
      });
      expect(rows.find((row) => row.sid === sid)?.grantId).toBe(found === null ? undefined : id);
    }
  }
}

/** Somebody changes something; an event (any so far, also once more) arrives; the worker works. */
type Step = { kind: "change"; name: string; at: number } | { kind: "event"; at: number } | { kind: "work" };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("change" as const),
      name: fc.constantFrom(...Object.keys(changes)),
      at: fc.nat(5),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("event" as const), at: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: "work" }) },
);

it("events that are doubled, late, out of order or lost come to the same, once AWS is read", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { minLength: 4, maxLength: size.most, size: "max" }),
      async (steps) => {
        const name = `told-of-${(run += 1)}`;
        const base = { aws: sandbox.clientOf(account), account, name, ours: [], events: [] };
        const world: World = { ...base, exists: false, hasAlias: false, isAnother: false };
        await make(world);
        const functionId = await discover(name);
        for (const principal of ["700000000001", "700000000002"])
          world.ours.push(await grant(functionId, principal));
        for (const step of steps) {
          if (step.kind === "work") await work(functionId);
          else if (step.kind === "change") await changes[step.name]?.(world, step.at);
          else if (world.events.length > 0) await receiveEvent(world.events[step.at % world.events.length]);
        }
        await work(functionId);
        await expectTrue(world, functionId);
      },
    ),
    { numRuns: size.numRuns },
  );
}, 900_000);
