import fc from "fast-check";
import { expect } from "vitest";
import { db } from "@/lib/db/client";
import { expireDueGrants } from "@/lib/grants/expire";
import { reconcileGrants } from "@/lib/grants/reconcile";
import { revokeGrant } from "@/lib/grants/revoke";
import { acceptDrift, restoreGrant } from "@/lib/grants/settle";
import { toFailure } from "@/lib/failure";
import { getRequest } from "@/lib/requests/get";
import { giveBack } from "@/lib/requests/give-back";
import { withdrawRequest } from "@/lib/requests/withdraw";
import { syncNow } from "@/tests/with-sandbox";
import { isAlone, standingFor, work, type Model, type Who } from "./model";
import { addForeign, ask, passTime, removeOurs, review, standing, workOnce, type Real } from "./real";

type Command = fc.AsyncCommand<Model, Real>;
const reason = "For the model";

/** Compares everything there is with the model. */
async function compare(model: Model, real: Real): Promise<void> {
  const rows = await db().grant.findMany({ where: { id: { in: real.grants } } });
  const states = real.grants.map((id) => rows.find((row) => row.id === id));
  expect(states.map((row) => row?.state.replace(/^(revoked|expired)$/, "ended"))).toEqual(
    model.grants.map(({ state }) => state),
  );
  expect(states.map((row) => row?.drift !== null)).toEqual(model.grants.map(({ noticed }) => noticed));
  const sids = await standing(real);
  const ours = states.flatMap((row, index) => (model.grants[index]?.stands ? (row?.statementId ?? "") : []));
  expect(sids.filter((sid) => sid.startsWith("xa-")).toSorted()).toEqual(ours.toSorted());
  expect(sids.filter((sid) => sid.startsWith("foreign-")).toSorted()).toEqual(model.foreign.toSorted());
}

/** What a verb answers: nothing, or the code of its failure. */
const codeOf = (done: Promise<unknown>) =>
  done.then(
    () => null,
    (error: unknown) => toFailure(error).code,
  );

/** A command that does, expects its answer, and compares. */
const command = (name: string, run: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run: async (model, real) => {
    await run(model, real);
    await compare(model, real);
  },
  toString: () => name,
});

const pick = <T>(list: T[], at: number): number | null => (list.length === 0 ? null : at % list.length);

/** Ends what a request justifies, and with the last of a grant the grant. */
function endRequest(model: Model, index: number): void {
  const request = model.requests[index];
  if (!request || request.grant === null) return;
  request.ended = true;
  const grant = model.grants[request.grant];
  if (grant && isAlone(model, request.grant) && (grant.state === "applying" || grant.state === "active"))
    grant.state = "revoking";
}

const submit = (requester: Who, principal: string) =>
  command(`${requester} asks for ${principal}`, async (model, real) => {
    const waits = model.requests.some((one) => one.principal === principal && one.state === "pending");
    const asked = ask(real, requester, principal);
    expect(await codeOf(asked)).toBe(waits ? "Conflict" : null);
    if (waits) return;
    real.requests.push(await asked);
    model.requests.push({ requester, principal, state: "pending", grant: null, ended: false });
  });

const approve = (at: number) =>
  command(`approve ${at}`, async (model, real) => {
    const index = pick(model.requests, at);
    const request = index === null ? undefined : model.requests[index];
    if (index === null || !request) return;
    const id = real.requests[index] ?? 0;
    const pending = request.state === "pending";
    expect(await codeOf(review(real, id, "approve"))).toBe(pending ? null : "Conflict");
    if (!pending) return;
    request.state = "approved";
    request.grant = standingFor(model, request.principal);
    const found = request.grant === null ? undefined : model.grants[request.grant];
    if (found?.state === "active" && !found.stands)
      Object.assign(found, { state: "applying", noticed: false });
    if (found) return;
    request.grant = model.grants.length;
    model.grants.push({ principal: request.principal, state: "applying", stands: false, noticed: false });
    real.grants.push((await getRequest(id)).grants[0]?.id ?? "");
  });

const decideElse = (at: number, verb: "reject" | "withdraw") =>
  command(`${verb} ${at}`, async (model, real) => {
    const index = pick(model.requests, at);
    const request = index === null ? undefined : model.requests[index];
    if (index === null || !request) return;
    const id = real.requests[index] ?? 0;
    const done =
      verb === "reject" ? review(real, id, "reject") : withdrawRequest(real.people[request.requester], id);
    expect(await codeOf(done)).toBe(request.state === "pending" ? null : "Conflict");
    if (request.state === "pending") request.state = verb === "reject" ? "rejected" : "withdrawn";
  });

const letWork = command("the worker works", async (model, real) => {
  await workOnce(real);
  work(model);
});

const revoke = (at: number) =>
  command(`revoke ${at}`, async (model, real) => {
    const index = pick(model.grants, at);
    const grant = index === null ? undefined : model.grants[index];
    if (index === null || !grant) return;
    const can = grant.state === "applying" || grant.state === "active";
    const done = revokeGrant(real.people.petra, { grantId: real.grants[index], reason });
    expect(await codeOf(done)).toBe(can ? null : "Conflict");
    if (!can) return;
    grant.state = "revoking";
    for (const request of model.requests) if (request.grant === index) request.ended = true;
  });

const goOver = (at: number, how: "given back" | "over") =>
  command(`request ${at} is ${how}`, async (model, real) => {
    const index = pick(model.requests, at);
    const request = index === null ? undefined : model.requests[index];
    if (index === null || !request) return;
    const id = real.requests[index] ?? 0;
    const stands = request.grant !== null && !request.ended;
    if (how === "over") {
      await passTime(id);
      await expireDueGrants();
    } else {
      const done = giveBack(real.people[request.requester], { requestId: id, reason });
      expect(await codeOf(done)).toBe(stands ? null : "Conflict");
    }
    if (stands) endRequest(model, index);
  });

const tamper = (at: number) =>
  command(`somebody removes ${at}`, async (model, real) => {
    const index = pick(model.grants, at);
    const grant = index === null ? undefined : model.grants[index];
    if (index === null || !grant?.stands) return;
    await removeOurs(real, real.grants[index] ?? "");
    grant.stands = false;
  });

const putForeign = command("somebody adds", async (model, real) => {
  const sid = `foreign-${model.foreign.length}`;
  await addForeign(real, sid);
  model.foreign.push(sid);
});

const look = command("AWS is read, and compared", async (model) => {
  await syncNow("123456789012");
  await reconcileGrants();
  for (const grant of model.grants) if (grant.state === "active") grant.noticed = !grant.stands;
});

const settle = (at: number, how: "restore" | "accept") =>
  command(`${how} ${at}`, async (model, real) => {
    const index = pick(model.grants, at);
    const grant = index === null ? undefined : model.grants[index];
    if (index === null || !grant) return;
    const verb = how === "restore" ? restoreGrant : acceptDrift;
    const shown = "missing"; // no more than that happens to a statement here
    const done = verb(real.people.petra, { grantId: real.grants[index], shown, reason });
    const can = grant.state === "active" && grant.noticed;
    expect(await codeOf(done)).toBe(can ? null : "Conflict");
    if (!can) return;
    if (how === "restore") Object.assign(grant, { state: "applying", noticed: false });
    else {
      grant.state = "ended";
      for (const request of model.requests) if (request.grant === index) request.ended = true;
    }
  });

const principals = ["700000000001", "700000000002", "700000000003"];

/** Random sequences of everything that can happen. */
export function anyCommands(maxCommands: number) {
  const at = fc.nat(9);
  const every: fc.Arbitrary<Command>[] = [
    fc
      .tuple(fc.constantFrom<Who>("casey", "cem"), fc.constantFrom(...principals))
      .map((args) => submit(...args)),
    fc
      .tuple(fc.constantFrom<Who>("casey", "cem"), fc.constantFrom(...principals))
      .map((args) => submit(...args)),
    at.map(approve),
    at.map(approve),
    at.map((index) => decideElse(index, "reject")),
    at.map((index) => decideElse(index, "withdraw")),
    fc.constant(letWork),
    fc.constant(letWork),
    at.map(revoke),
    at.map((index) => goOver(index, "given back")),
    at.map((index) => goOver(index, "over")),
    at.map(tamper),
    fc.constant(putForeign),
    fc.constant(look),
    at.map((index) => settle(index, "restore")),
    at.map((index) => settle(index, "accept")),
  ];
  return fc.commands(every, { maxCommands, size: "max" });
}
