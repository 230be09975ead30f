import { handlesOf } from "./entities";
import type { Actor, FunctionFacts, Resource, Step } from "./types";

const doing: Record<Step, string> = {
  view: "see this",
  request: "ask for access to this function",
  approve: "approve this",
  approvePermanent: "approve access without an end",
  breakGlass: "break glass and have this applied at once",
  settleGlass: "give the review that is owed",
  reject: "reject this",
  comment: "comment on this",
  withdraw: "withdraw this",
  giveBack: "give this access back",
  revoke: "revoke this",
  retry: "try this again",
  restore: "restore this",
  sync: "start a sync",
  setOwners: "set who owns functions",
  acknowledge: "acknowledge this finding",
  adopt: "adopt this statement",
  removeStatement: "remove this statement",
  connectAccount: "connect an account",
  viewAudit: "read the audit trail",
  viewHealth: "see the health of the system",
  lapse: "let this request lapse",
  apply: "apply this grant",
  expire: "expire this grant",
};

/** Joins alternatives as one says them: "a", "a or b", "a, b or c". */
export function either(words: string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** The function a resource is about; null for the system itself. */
export function functionOf(resource: Resource): FunctionFacts | null {
  if (resource.type === "System") return null;
  return resource.type === "Function" ? resource : resource.function;
}

/** One kind of people a rule lets take a step: the rule's `@who`, and whether the asker is one of them. */
export interface Kind {
  who: string;
  includesAsker: boolean;
}

const ofOwners = (who: string) => who.includes("{owners}");

/** Owners are named first, and not at all when a function has none. */
function named(kinds: Kind[], resource: Resource): Kind[] {
  const owned = (functionOf(resource)?.owners.length ?? 0) > 0;
  const first = owned ? kinds.filter((kind) => ofOwners(kind.who)) : [];
  return [...first, ...kinds.filter((kind) => !ofOwners(kind.who))];
}

function fill(who: string, name: string, owners: string[]): string {
  return who.replaceAll("{function}", () => name).replaceAll("{owners}", () => owners.join(", "));
}

/** Who may take a step, in words: each owner by name, everybody else by kind. */
export function listWho(kinds: Kind[], resource: Resource): string[] {
  const owners = functionOf(resource)?.owners ?? [];
  const words = named(kinds, resource).flatMap((kind) => (ofOwners(kind.who) ? owners : [kind.who]));
  return [...new Set(words)];
}

/** Why somebody may not take a step that no rule gives them. */
export function missingSentence(step: Step, kinds: Kind[], resource: Resource): string {
  const facts = functionOf(resource);
  const words = named(kinds, resource).map((kind) => fill(kind.who, facts?.name ?? "", facts?.owners ?? []));
  if (words.length === 0) return `No person can ${doing[step]}; Xaccount does it by itself.`;
  const unowned = facts && facts.owners.length === 0 && kinds.some((kind) => ofOwners(kind.who));
  const why = unowned ? `: nobody owns ${facts.name}.` : ".";
  return `Only ${either([...new Set(words)])} can ${doing[step]}${why}`;
}

/** Why Xaccount itself may not. */
export function processSentence(step: Step, name: string): string {
  return `Xaccount's own ${name} may not ${doing[step]}; that is for people to do.`;
}

/**
 * A forbidding rule's `@reason` with its blanks filled: `{function}`, `{owners}`, and `{another}`, who else may take
 * the step ("another owner of my-function (payments) or an administrator").
 */
export function forbiddenSentence(reason: string, kinds: Kind[], resource: Resource, actor: Actor): string {
  const facts = functionOf(resource);
  const name = facts?.name ?? "";
  const owners = facts?.owners ?? [];
  const own = actor.kind === "person" ? actor.email?.toLowerCase() : undefined;
  const others = owners.filter((owner) => owner.trim().toLowerCase() !== own);
  const words = named(kinds, resource)
    // The asker's own address may be the only owner there is.
    .filter((kind) => !ofOwners(kind.who) || others.length > 0)
    .map((kind) => {
      const text = fill(kind.who, name, others);
      return kind.includesAsker ? text.replace(/^an? /, "another ") : text;
    });
  const another = either([...new Set(words)]) || "somebody else";
  return fill(
    reason.replaceAll("{another}", () => another),
    name,
    owners,
  );
}

/** Whether the asker owns the resource's function: pages say "your functions" with it. */
export function ownsFunction(actor: Actor, facts: Pick<FunctionFacts, "owners">): boolean {
  const handles = new Set(handlesOf(actor));
  return facts.owners.some((owner) => handles.has(owner.trim().toLowerCase()));
}
