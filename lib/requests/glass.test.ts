import { AddPermissionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { beforeAll, describe, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/list";
import { db } from "@/lib/db/client";
import { applyGrant } from "@/lib/grants/apply";
import { performRevoke } from "@/lib/grants/perform-revoke";
import type { PersonActor } from "@/lib/identity/types";
import { approve, ask, shownHash } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { breakGlass } from "./break-glass";
import { getRequest } from "./get";
import { listRequests } from "./list";
import { settleGlass } from "./settle-glass";

withDatabase();
const sandbox = withSandbox();
let casey: PersonActor, petra: PersonActor, otto: PersonActor, ada: PersonActor;
const reason = "Payments are down; the replay has to run now.";
let account = 700_000_000_000;
/** A grantee of its own for each test, so that what stands is theirs alone. */
const nextAccount = () => String((account += 1));

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  casey = await makePerson("Casey", ["checkout"]);
  petra = await makePerson("Petra", ["payments"]);
  otto = await makePerson("Otto", ["xaccount-break-glass"]);
  ada = await makePerson("Ada", ["xaccount-administrators"]);
});

const shatter = async (who: PersonActor, requestId: number) =>
  breakGlass(who, { requestId: String(requestId), reason, analysisHash: await shownHash(requestId) });
const settle = (who: PersonActor, requestId: number, verdict: string, text = "") =>
  settleGlass(who, { requestId: String(requestId), verdict, text });
const grantIdOf = async (id: number) => (await getRequest(id)).grants[0]?.id ?? "";
const owedTo = async (who: PersonActor) => (await listRequests(who, { of: "owed" })).rows.map(({ id }) => id);

async function invoke(accountId: string): Promise<string> {
  const FunctionName = "arn:aws:lambda:us-east-1:123456789012:function:my-function:prod";
  return sandbox
    .clientOf(accountId)
    .send(new InvokeCommand({ FunctionName }))
    .then(
      ({ StatusCode }) => String(StatusCode),
      (error: unknown) => (error instanceof Error ? error.name : "?"),
    );
}

/** A request for an account of its own, broken by Otto and applied. */
async function broken(values: Record<string, string> = {}) {
  const principal = nextAccount();
  const id = await ask(casey, { principal, ...values });
  await shatter(otto, id);
  await applyGrant(await grantIdOf(id));
  return { id, principal, grantId: await grantIdOf(id) };
}

describe("break-glass", () => {
  it.each<Record<string, string>>([{ durationDays: "90" }, { permanent: "yes" }])(
    "applies at once, and ends soon whatever was asked for: %j",
    async (values) => {
      const { id, principal } = await broken(values);
      expect(await invoke(principal)).toBe("200");
      const { state, grants, reviews, glassReason } = await getRequest(id);
      expect({ state, glassReason }).toEqual({ state: "applied", glassReason: reason });
      expect(reviews).toEqual([]);
      const hours = ((grants[0]?.expiresAt?.getTime() ?? 0) - Date.now()) / 3_600_000;
      expect(hours).toBeGreaterThan(23.9);
      expect(hours).toBeLessThanOrEqual(24);
      const { rows } = await listEvents({ requestId: id });
      expect(rows.map(({ action }) => action).reverse()).toEqual([
        "request.submitted",
        "request.glass_broken",
        "grant.intended",
        "grant.applied",
        "request.applied",
      ]);
      const told = await db().notification.findMany({ where: { requestId: id } });
      expect(told).toMatchObject([
        { kind: "request.glass_broken", level: "danger", handles: ["payments"], personIds: [casey.personId] },
      ]);
      expect(told[0]?.detail).toContain(reason);
    },
  );

  it("is for whom a rule lets, whoever asked; an auditor not even then", async () => {
    const principal = nextAccount();
    const own = await ask(otto, { principal });
    const audits = { ...otto, groups: [...otto.groups, "xaccount-auditors"] };
    for (const who of [petra, ada, casey, audits])
      await expect(shatter(who, own)).rejects.toMatchObject({ code: "Forbidden" });
    await expect(breakGlass(otto, { requestId: String(own), reason: "now!" })).rejects.toMatchObject({
      code: "Invalid",
      fields: { reason: expect.any(String) as string },
    });
    expect((await getRequest(own)).state).toBe("pending");
    await shatter(otto, own);
    expect((await getRequest(own)).glassBrokenById).toBe(otto.personId);
    const told = await db().notification.findFirstOrThrow({ where: { requestId: own } });
    expect(told.personIds).toEqual([]); // they know
  });

  it("holds only for what was on the screen, and is done once", async () => {
    const id = await ask(casey, { principal: nextAccount() });
    const analysisHash = await shownHash(id);
    await sandbox.clientOf("123456789012").send(
      new AddPermissionCommand({
        ...{ FunctionName: "my-function", Qualifier: "prod", StatementId: "foreign" },
        ...{ Action: "lambda:InvokeFunction", Principal: "444455556666" },
      }),
    );
    const stale = breakGlass(otto, { requestId: String(id), reason, analysisHash });
    await expect(stale).rejects.toMatchObject({ code: "Conflict" });
    expect((await getRequest(id)).state).toBe("pending");
    const results = await Promise.allSettled([shatter(otto, id), shatter(otto, id), approve(petra, id)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await getRequest(id)).grants).toHaveLength(1);
    await expect(shatter(otto, id)).rejects.toMatchObject({ code: "Conflict" });
  });
});

describe("the review that is owed", () => {
  it("is owed to owners and administrators, and confirmed once; the end stays as it is", async () => {
    const { id, grantId } = await broken();
    for (const who of [petra, ada]) expect(await owedTo(who)).toContain(id);
    for (const who of [otto, casey]) {
      expect(await owedTo(who)).not.toContain(id);
      await expect(settle(who, id, "confirm")).rejects.toMatchObject({ code: "Forbidden" });
    }
    const before = await db().grant.findUniqueOrThrow({ where: { id: grantId } });
    const results = await Promise.allSettled([
      settle(petra, id, "confirm", "The replay was needed."),
      settle(ada, id, "confirm"),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await getRequest(id)).reviews).toMatchObject([{ verdict: "approve" }]);
    const after = await db().grant.findUniqueOrThrow({ where: { id: grantId } });
    expect(after).toMatchObject({ state: "active", expiresAt: before.expiresAt });
    expect(await owedTo(petra)).not.toContain(id);
    await expect(settle(petra, id, "refuse", "After all not")).rejects.toMatchObject({ code: "Conflict" });
  });

  it("refused, the access ends at once; why is needed", async () => {
    const { id, principal, grantId } = await broken();
    await expect(settle(petra, id, "refuse")).rejects.toMatchObject({
      code: "Invalid",
      fields: { text: expect.any(String) as string },
    });
    await settle(petra, id, "refuse", "That was no emergency.");
    expect((await getRequest(id)).grants[0]).toMatchObject({ state: "revoking" });
    await performRevoke(grantId);
    expect(await invoke(principal)).toBe("AccessDeniedException");
    expect(await getRequest(id)).toMatchObject({
      reviewedAt: expect.any(Date) as Date,
      reviews: [{ verdict: "reject", reviewerId: petra.personId }],
      grants: [{ state: "revoked", revokeReason: "That was no emergency." }],
    });
    const { rows } = await listEvents({ requestId: id });
    expect(rows.map(({ action }) => action).slice(0, 3)).toEqual([
      "grant.revoked",
      "grant.revoke_decided",
      "request.glass_refused",
    ]);
  });

  it("refused before it stood, it was never applied: it was rejected", async () => {
    const id = await ask(casey, { principal: nextAccount() });
    await shatter(otto, id);
    await settle(petra, id, "refuse", "That was no emergency.");
    await performRevoke(await grantIdOf(id));
    expect(await getRequest(id)).toMatchObject({ state: "rejected", grants: [{ state: "revoked" }] });
    const { rows } = await listEvents({ requestId: id });
    expect(rows.map(({ action }) => action)).not.toContain("request.applied");
  });

  it("refused, a statement that others rely on stays for them", async () => {
    const { id, principal, grantId } = await broken();
    const other = await ask(otto, { principal, durationDays: "5" });
    await approve(petra, other);
    await settle(petra, id, "refuse", "That was no emergency.");
    expect(await db().grant.findUniqueOrThrow({ where: { id: grantId } })).toMatchObject({ state: "active" });
    expect(await invoke(principal)).toBe("200");
  });

  it("is not owed where nobody broke glass", async () => {
    const id = await ask(casey, { principal: nextAccount() });
    await expect(settle(petra, id, "confirm")).rejects.toMatchObject({ code: "Conflict" });
  });
});
