import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { accountOf } from "../accounts";
import type { Caller, State } from "../types";
import { authorize } from "./authorize";

const statement = z.record(z.string(), z.unknown());
const shape = z.array(
  z.object({
    name: z.string(),
    caller: z
      .enum(["developer", "checkout", "namesake", "administrator", "neighbour", "partner"])
      .default("developer"),
    action: z.string().default("lambda:InvokeFunction"),
    resource: z.string().default("prod"),
    /** Statements of the caller's identity policy; its Effect, Action and Resource default to allowing everything. */
    identity: z.array(statement).default([{}]),
    /** Statements of the function's policy; null: it has none. Resource defaults to what is asked for. */
    policy: z.array(statement).nullable().default(null),
    context: z.record(z.string(), z.string()).optional(),
    /** "allowed", or what the message ends with. */
    answer: z.string(),
  }),
);
const cases = shape.parse(
  JSON.parse(readFileSync(path.join(import.meta.dirname, "authorize.cases.json"), "utf8")),
);

const owner = "123456789012";
const fn = `arn:aws:lambda:us-east-1:${owner}:function:my-function`;
const arns: Record<string, string> = {
  prod: `${fn}:prod`,
  unqualified: fn,
  "1": `${fn}:1`,
  other: `${fn}-two:prod`,
};

function sessionOf(accountId: string, role: string, uniqueId: string): Omit<Caller, "identityPolicies"> {
  return {
    accountId,
    kind: "session",
    arn: `arn:aws:sts::${accountId}:assumed-role/${role}/task`,
    roleArn: `arn:aws:iam::${accountId}:role/${role}`,
    userId: `${uniqueId}:task`,
    uniqueId,
  };
}
function userOf(accountId: string, name: string, uniqueId: string): Omit<Caller, "identityPolicies"> {
  return {
    accountId,
    kind: "user",
    arn: `arn:aws:iam::${accountId}:user/${name}`,
    userId: uniqueId,
    uniqueId,
  };
}
const callers: Record<z.infer<typeof shape>[number]["caller"], Omit<Caller, "identityPolicies">> = {
  developer: userOf("111122223333", "developer", "AIDADEVELOPER"),
  checkout: sessionOf("111122223333", "checkout", "AROACHECKOUT"),
  namesake: sessionOf("111122223333", "checkout", "AROASECONDCHECKOUT"),
  administrator: {
    accountId: "111122223333",
    kind: "administrator",
    arn: "arn:aws:iam::111122223333:root",
    userId: "111122223333",
  },
  neighbour: userOf(owner, "neighbour", "AIDANEIGHBOUR"),
  partner: userOf("777788889999", "partner", "AIDAPARTNER"),
};

function stateOf(): State {
  const state: State = { organizationId: "o-test000000", accounts: {}, sessions: {} };
  for (const id of [owner, "111122223333"]) accountOf(state, id).inOrganization = true;
  return state;
}

const document = (statements: unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("authorize", () => {
  it.each(cases)("$name", (one) => {
    const resource = arns[one.resource] ?? one.resource;
    const named = (value: unknown) =>
      JSON.parse(JSON.stringify(value).replaceAll("FN", fn)) as Record<string, unknown>; // the same object
    const identity = one.identity.map((part) =>
      named({ Effect: "Allow", ...("NotAction" in part ? {} : { Action: "*" }), ...all(part), ...part }),
    );
    const policy = one.policy?.map((part) =>
      named({
        Effect: "Allow",
        ...("NotAction" in part ? {} : { Action: one.action }),
        ...about(part, resource),
        ...part,
      }),
    );
    const caller: Caller = {
      ...callers[one.caller],
      identityPolicies: identity.length ? [document(identity)] : [],
    };
    const decision = authorize(stateOf(), {
      caller,
      action: one.action,
      resource,
      resourceAccountId: owner,
      resourcePolicy: policy ? document(policy) : undefined,
      context: one.context,
    });
    if (one.answer === "allowed") expect(decision).toEqual({ allowed: true });
    else {
      const message = `User: ${caller.arn} is not authorized to perform: ${one.action} on resource: ${resource} ${one.answer}`;
      expect(decision).toEqual({ allowed: false, message });
    }
  });

  it("gives nothing for a statement without Action, or an identity statement without Resource", () => {
    const ask = (identity: unknown, policy: unknown) =>
      authorize(stateOf(), {
        caller: { ...callers.developer, identityPolicies: [document([identity])] },
        action: "lambda:InvokeFunction",
        resource: fn,
        resourceAccountId: owner,
        resourcePolicy: document([policy]),
      }).allowed;
    const good = { Effect: "Allow", Action: "lambda:*", Resource: "*" };
    expect(ask(good, { ...good, Principal: "*" })).toBe(true);
    expect(ask({ ...good, Resource: undefined }, { ...good, Principal: "*" })).toBe(false);
    expect(ask({ ...good, Action: undefined }, { ...good, Principal: "*" })).toBe(false);
    expect(ask(good, { ...good, Principal: "*", Action: undefined })).toBe(false);
  });
});

const all = (part: object) => ("NotResource" in part ? {} : { Resource: "*" });
const about = (part: object, resource: string) => ("NotResource" in part ? {} : { Resource: resource });
