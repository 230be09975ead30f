import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Actor } from "@/lib/audit/actor";
import { XaccountError } from "@/lib/errors";
import { assertMay, may, whoCan } from "./may";
import { steps, type FunctionFacts, type PersonActor, type Resource } from "./types";

const facts = { accountId: "123456789012", region: "us-east-1", name: "my-function" };
const personShape = z.object({
  personId: z.string(),
  email: z.string().nullable(),
  groups: z.array(z.string()),
});
const resourceShape = z.object({
  type: z.enum(["Function", "Request", "Grant", "System"]),
  requesterId: z.string().default(""),
  owners: z.array(z.string()).default([]),
  glassBrokenById: z.string().optional(),
});
const fileShape = z.object({
  people: z.record(z.string(), z.union([personShape, z.object({ process: z.string() })])),
  resources: z.record(z.string(), resourceShape),
  cases: z.array(z.tuple([z.string(), z.enum(steps), z.string(), z.string()])),
});

function actorFrom(row: z.infer<typeof fileShape>["people"][string]): Actor {
  // The cases also ask for processes that do not exist.
  if ("process" in row) return { kind: "system", name: row.process } as Actor;
  return { kind: "person", name: row.personId, ...row };
}

function resourceFrom({
  type,
  requesterId,
  owners,
  glassBrokenById,
}: z.infer<typeof resourceShape>): Resource {
  const owned: FunctionFacts = { ...facts, owners };
  if (type === "System") return { type };
  if (type === "Function") return { type, ...owned };
  if (type === "Grant") return { type, id: "g", requesterId, function: owned };
  return { type, id: 1, requesterId, state: "pending", glassBrokenById, function: owned };
}

const folder = path.join(import.meta.dirname, "cases");
for (const file of readdirSync(folder)) {
  const { people, resources, cases } = fileShape.parse(
    JSON.parse(readFileSync(path.join(folder, file), "utf8")),
  );
  describe(file, () => {
    it.each(cases)("%s, %s, %s: %s", (who, step, what, expected) => {
      const person = people[who];
      const resource = resources[what];
      if (!person || !resource)
        throw new Error(`The case names what the file does not hold: ${who}, ${what}`);
      const answer = may(actorFrom(person), step, resourceFrom(resource));
      expect(answer.ok ? "yes" : answer.reason).toBe(expected);
    });
  });
}

const name = fc.oneof(
  fc.constantFrom("payments", "Checkout", "xaccount-administrators", "xaccount-auditors", "me@example.com"),
  fc.string({ maxLength: 12 }),
);
const people = fc.record({
  kind: fc.constant("person" as const),
  personId: fc.uuid(),
  name: fc.string(),
  email: fc.option(name, { nil: null }),
  groups: fc.array(name, { maxLength: 4 }),
});
const anyFunction = fc.record({
  accountId: fc.constant(facts.accountId),
  region: fc.constant(facts.region),
  name: fc.string(),
  owners: fc.array(name, { maxLength: 4 }),
});
const request = (requesterId: string, owned: FunctionFacts): Resource => ({
  type: "Request",
  id: 1,
  requesterId,
  state: "pending",
  function: owned,
});

describe("whatever the groups and the owners", () => {
  it("nobody approves their own request", () => {
    fc.assert(
      fc.property(people, anyFunction, (person: PersonActor, owned) => {
        const owners = [...owned.owners, ...person.groups, ...(person.email ? [person.email] : [])];
        for (const all of [owned.owners, owners]) {
          expect(may(person, "approve", request(person.personId, { ...owned, owners: all })).ok).toBe(false);
        }
      }),
    );
  });

  it("nobody settles the glass they broke, or that was broken for them", () => {
    fc.assert(
      fc.property(people, fc.uuid(), anyFunction, (person: PersonActor, other, owned) => {
        const { personId, groups } = person;
        const all = { ...owned, owners: [...owned.owners, ...groups] };
        const broken = { ...request(other, all), glassBrokenById: personId };
        const brokenForThem = { ...request(personId, all), glassBrokenById: other };
        for (const one of [broken, brokenForThem]) expect(may(person, "settleGlass", one).ok).toBe(false);
      }),
    );
  });

  it("an auditor approves nothing, and breaks no glass", () => {
    fc.assert(
      fc.property(people, fc.uuid(), anyFunction, (person: PersonActor, requesterId, owned) => {
        const groups = [...person.groups, "xaccount-auditors", "xaccount-break-glass"];
        for (const step of ["approve", "approvePermanent", "breakGlass", "settleGlass"] as const)
          expect(may({ ...person, groups }, step, request(requesterId, owned)).ok).toBe(false);
      }),
    );
  });

  it("whoever is neither an owner nor an administrator approves nothing", () => {
    fc.assert(
      fc.property(people, fc.uuid(), anyFunction, (person: PersonActor, requesterId, owned) => {
        const handles = [...person.groups, person.email ?? ""].map((text) => text.trim().toLowerCase());
        const owners = owned.owners.filter((owner) => !handles.includes(owner.trim().toLowerCase()));
        const groups = person.groups.filter((group) => group !== "xaccount-administrators");
        expect(may({ ...person, groups }, "approve", request(requesterId, { ...owned, owners })).ok).toBe(
          false,
        );
      }),
    );
  });

  it("a no is a sentence", () => {
    fc.assert(
      fc.property(people, fc.constantFrom(...steps), anyFunction, (person: PersonActor, step, owned) => {
        const named = { ...owned, name: "my-function", owners: ["payments"] };
        const answer = may(person, step, request(person.personId, named));
        if (!answer.ok) expect(answer.reason).toMatch(/^[A-Z][^{}]*\.$/);
      }),
    );
  });
});

describe("whoCan", () => {
  const owned = { ...facts, owners: ["payments", "ana@example.com"] };
  it("names owners one by one, then the others", () => {
    expect(whoCan("approve", request("x", owned))).toEqual([
      "payments",
      "ana@example.com",
      "an administrator",
    ]);
    expect(whoCan("approve", request("x", { ...facts, owners: [] }))).toEqual(["an administrator"]);
    expect(whoCan("viewAudit", { type: "System" })).toEqual(["an administrator", "an auditor"]);
    expect(whoCan("request", { type: "Function", ...owned })).toEqual(["everyone signed in"]);
    expect(whoCan("apply", { type: "Grant", id: "g", requesterId: "x", function: owned })).toEqual([]);
  });
});

describe("assertMay", () => {
  const cem: Actor = { kind: "person", personId: "cem", name: "Cem", email: null, groups: [] };
  it("throws Forbidden with the reason", () => {
    expect(() => assertMay(cem, "view", { type: "System" })).not.toThrow();
    const forbidden = new XaccountError("Forbidden", "Only an administrator can start a sync.");
    expect(() => assertMay(cem, "sync", { type: "System" })).toThrow(forbidden);
  });
});
