import { randomUUID } from "node:crypto";
import { AddPermissionCommand, GetPolicyCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { beforeAll, describe, expect, it } from "vitest";
import { listAccess } from "@/lib/access/list";
import { countReach, listReach } from "@/lib/access/reach";
import { listEvents } from "@/lib/audit/list";
import { chainStatus } from "@/lib/audit/status";
import { db } from "@/lib/db/client";
import { applyGrant } from "@/lib/grants/apply";
import { expireDueGrants } from "@/lib/grants/expire";
import { performRevoke } from "@/lib/grants/perform-revoke";
import { revokeGrant } from "@/lib/grants/revoke";
import { parsePrincipal } from "@/lib/lambda/principal";
import type { PersonActor } from "@/lib/identity/types";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { analyseRequest, getRequest } from "./get";
import { reviewRequest } from "./review";
import { submitRequest } from "./submit";

withDatabase();
const aws = withSandbox();
const arn = "arn:aws:lambda:us-east-1:123456789012:function:my-function";
let casey: PersonActor;
let petra: PersonActor;
let functionId: string;

async function invoke(name: string): Promise<string> {
  try {
    const { StatusCode, ExecutedVersion } = await aws
      .clientOf("111122223333")
      .send(new InvokeCommand({ FunctionName: name }));
    return `${StatusCode} ${ExecutedVersion}`;
  } catch (error) {
    return error instanceof Error ? error.name : "?";
  }
}

const ask = (values: Record<string, string> = {}) =>
  submitRequest(casey, {
    functionId,
    qualifier: "prod",
    action: "lambda:InvokeFunction",
    principal: "111122223333",
    durationDays: "90",
    reason: "The checkout charges cards through it.",
    draftId: randomUUID(),
    ...values,
  });

async function approve(actor: PersonActor, requestId: number): Promise<void> {
  const { hash } = await analyseRequest(await getRequest(requestId));
  await reviewRequest(actor, {
    requestId: String(requestId),
    verdict: "approve",
    text: "Fine.",
    analysisHash: hash,
  });
}

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  [casey, petra] = [await makePerson("Casey", ["checkout"]), await makePerson("Petra", ["payments"])];
  functionId = (await db().function.findFirstOrThrow({ where: { name: "my-function" } })).id;
});

describe("from a request to access and back", () => {
  it("goes from a denied call to an allowed one, and to a denied one again", async () => {
    expect(await invoke(`${arn}:prod`)).toBe("AccessDeniedException");
    const id = await ask();
    await approve(petra, id);
    const { grants } = await getRequest(id);
    expect(grants.map((grant) => grant.state)).toEqual(["applying"]);
    const grantId = grants[0]?.id ?? "";
    await Promise.all([applyGrant(grantId), applyGrant(grantId), applyGrant(grantId)]);
    expect((await getRequest(id)).state).toBe("applied");
    expect(await invoke(`${arn}:prod`)).toBe("200 1");
    expect(await invoke(arn)).toBe("AccessDeniedException");

    const rows = await listAccess({ q: "my-function", source: "granted" });
    expect(rows.rows).toMatchObject([{ principal: "111122223333", qualifier: "prod", requestId: id }]);
    const account = parsePrincipal("111122223333");
    if (!account.ok) throw new Error(account.sentence);
    const reach = await listReach(account.value, { q: "my-function" });
    expect(reach.rows).toMatchObject([{ via: "itself", decision: "allowed", qualifier: "prod" }]);
    expect((await countReach(account.value, {})).outOfBand).toBeGreaterThan(0);

    await revokeGrant(petra, { grantId, reason: "No longer needed" });
    await Promise.all([performRevoke(grantId), performRevoke(grantId)]);
    expect((await getRequest(id)).grants[0]?.state).toBe("revoked");
    expect(await invoke(`${arn}:prod`)).toBe("AccessDeniedException");

    const { rows: events } = await listEvents({ requestId: id });
    expect(events.map((event) => event.action).reverse()).toEqual([
      "request.submitted",
      "request.approved",
      "grant.intended",
      "grant.applied",
      "request.applied",
      "grant.revoke_decided",
      "grant.revoked",
    ]);
    expect(events.find((event) => event.action === "grant.applied")?.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await chainStatus()).ok).toBe(true);
  });

  it("applies once when two approve at once", async () => {
    const id = await ask({ principal: "arn:aws:iam::111122223333:role/checkout" });
    const olaf = await makePerson("Olaf", ["payments"]);
    const results = await Promise.allSettled([approve(petra, id), approve(olaf, id), approve(petra, id)]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    const { grants } = await getRequest(id);
    expect(grants).toHaveLength(1);
    await applyGrant(grants[0]?.id ?? "");
    const live = await aws
      .clientOf("123456789012")
      .send(new GetPolicyCommand({ FunctionName: "my-function", Qualifier: "prod" }));
    expect(live.Policy?.match(/role\/checkout/g)).toHaveLength(1);
  });

  it("does not approve what changed since it was shown", async () => {
    const id = await ask({ principal: "arn:aws:iam::111122223333:user/developer" });
    const { hash } = await analyseRequest(await getRequest(id));
    await aws.clientOf("123456789012").send(
      new AddPermissionCommand({
        FunctionName: "my-function:prod",
        StatementId: "foreign",
        Action: "lambda:InvokeFunction",
        Principal: "444455556666",
      }),
    );
    const late = reviewRequest(petra, {
      requestId: String(id),
      verdict: "approve",
      text: "",
      analysisHash: hash,
    });
    await expect(late).rejects.toMatchObject({ code: "Conflict" });
    expect((await getRequest(id)).state).toBe("pending");
    await approve(petra, id);
    expect((await getRequest(id)).state).toBe("approved");
  });

  it("lets nobody approve their own, nor what they do not own", async () => {
    const id = await ask({ qualifier: "canary" });
    await expect(approve(casey, id)).rejects.toMatchObject({
      code: "Forbidden",
      message: expect.stringContaining("yourself") as string,
    });
    const rosa = await makePerson("Rosa", ["analytics"]);
    await expect(approve(rosa, id)).rejects.toMatchObject({
      code: "Forbidden",
      message: expect.stringContaining("payments") as string,
    });
  });

  it("sends a draft once, however often it is sent", async () => {
    const draftId = randomUUID();
    const twice = { qualifier: "1", draftId };
    const first = await ask(twice);
    expect(await ask(twice)).toBe(first);
    await expect(ask({ qualifier: "1" })).rejects.toMatchObject({ code: "Conflict" });
  });

  it("ends a grant whose time is over", async () => {
    const grant = await db().grant.findFirstOrThrow({ where: { state: "active" } });
    expect(await expireDueGrants(new Date((grant.expiresAt?.getTime() ?? 0) + 1))).toBe(1);
    await performRevoke(grant.id);
    expect((await db().grant.findUniqueOrThrow({ where: { id: grant.id } })).state).toBe("expired");
  });
});
