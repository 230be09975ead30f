import type { EntityJson, TypeAndId } from "@cedar-policy/cedar-wasm/nodejs";
import type { Actor, FunctionFacts, Resource } from "./types";

/** One entity asked about, with the entities it refers to. */
export interface Described {
  uid: TypeAndId;
  entities: EntityJson[];
}

/** The names somebody answers to as an owner: groups and e-mail, in lower case. */
export function handlesOf(actor: Actor): string[] {
  if (actor.kind === "system") return [];
  return [...actor.groups, ...(actor.email ? [actor.email] : [])].map((name) => name.trim().toLowerCase());
}

/** The actor as the rules see it. */
export function describeActor(actor: Actor): Described {
  if (actor.kind === "system") {
    const uid = { type: "Process", id: actor.name };
    return { uid, entities: [{ uid, attrs: {}, parents: [] }] };
  }
  const uid = { type: "Person", id: actor.personId };
  const parents = actor.groups.map((id) => ({ type: "Group", id }));
  return { uid, entities: [{ uid, attrs: { handles: handlesOf(actor) }, parents }] };
}

function describeFunction(facts: FunctionFacts): Described {
  const { accountId, region, name } = facts;
  const uid = { type: "Function", id: `${accountId}/${region}/${name}` };
  const owners = facts.owners.map((owner) => owner.trim().toLowerCase()).filter(Boolean);
  return { uid, entities: [{ uid, attrs: { accountId, region, name, owners }, parents: [] }] };
}

const person = (id: string) => ({ __entity: { type: "Person", id } });

/** The resource as the rules see it. */
export function describeResource(resource: Resource): Described {
  if (resource.type === "System") {
    const uid = { type: "System", id: "xaccount" };
    return { uid, entities: [{ uid, attrs: {}, parents: [] }] };
  }
  if (resource.type === "Function") return describeFunction(resource);
  const owned = describeFunction(resource.function);
  const uid = { type: resource.type, id: String(resource.id ?? "new") };
  const attrs: EntityJson["attrs"] = {
    requester: person(resource.requesterId),
    function: { __entity: owned.uid },
  };
  if (resource.type === "Request") attrs.state = resource.state;
  if (resource.type === "Request" && resource.glassBrokenById)
    attrs.glassBrokenBy = person(resource.glassBrokenById);
  if (resource.type === "Request" && resource.principalAccountId) {
    attrs.principalAccountId = resource.principalAccountId;
  }
  if (resource.type === "Grant")
    attrs.requesters = (resource.requesterIds ?? [resource.requesterId]).map(person);
  if (resource.type === "Grant" && resource.approverId) attrs.approver = person(resource.approverId);
  return { uid, entities: [{ uid, attrs, parents: [] }, ...owned.entities] };
}
