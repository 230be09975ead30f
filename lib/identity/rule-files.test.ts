import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeActor, describeResource } from "./entities";
import { loadRules } from "./rules";
import type { Actor, Resource } from "./types";

const ours = path.resolve(import.meta.dirname, "../../rules");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "xaccount-rules-"));
  cpSync(ours, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const add = (text: string, file = "more.cedar") => writeFileSync(path.join(folder, file), text);

describe("loadRules", () => {
  it("takes the rules we ship, each with an id of its own", () => {
    const { rules } = loadRules(folder);
    expect(rules.map((rule) => rule.id)).toContain("nobody-approves-their-own");
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  });

  it.each([
    ["what is not Cedar", "permit (principal, action, resource", /more\.cedar: /],
    [
      "a rule without an id",
      '@who("all") permit (principal, action, resource);',
      /more\.cedar: a rule has no @id/,
    ],
    [
      "the same id twice",
      '@id("everyone-looks") @who("all") permit (principal is Person, action == Action::"view", resource);',
      /two rules have the @id everyone-looks/,
    ],
    [
      "a permit that does not say whom",
      '@id("x") permit (principal is Person, action == Action::"view", resource);',
      /rule x: it lets people do something and has no @who/,
    ],
    [
      "a forbid that does not say why",
      '@id("x") forbid (principal, action == Action::"view", resource);',
      /rule x: it forbids and has no @reason/,
    ],
    [
      "an attribute that is not in the schema",
      '@id("x") @reason("No.") forbid (principal, action == Action::"approve", resource) when { resource.colour == "red" };',
      /x: .*colour/,
    ],
    [
      "a step that does not exist",
      '@id("x") @who("all") permit (principal is Person, action == Action::"explode", resource);',
      /explode/,
    ],
    [
      "a rule that can never apply",
      '@id("x") @reason("No.") forbid (principal is Person, action == Action::"approve", resource is Grant);',
      /x: /,
    ],
  ])("refuses %s", (_what, text, said) => {
    add(text);
    expect(() => loadRules(folder)).toThrow(said);
    expect(() => loadRules(folder)).toThrow(/^The rules can't be used, so Xaccount does not start\. /);
  });

  it("refuses a folder without a schema", () => {
    rmSync(path.join(folder, "xaccount.cedarschema"));
    expect(() => loadRules(folder)).toThrow(/xaccount\.cedarschema/);
  });

  it("refuses rules that let somebody approve their own request", () => {
    rmSync(path.join(folder, "requesters.cedar"));
    expect(() => loadRules(folder)).toThrow(/approve their own request, so Xaccount does not start/);
  });

  it("refuses rules that let somebody settle the glass they broke themselves", () => {
    const file = path.join(folder, "break-glass.cedar");
    const [before = "", ...rules] = readFileSync(file, "utf8").split(/^(?=@id)/m);
    const kept = rules.filter((rule) => !rule.startsWith('@id("nobody-settles-their-own-glass")'));
    expect(kept).toHaveLength(rules.length - 1);
    writeFileSync(file, [before, ...kept].join(""));
    expect(() => loadRules(folder)).toThrow(/give the review of glass they broke .* does not start/);
  });

  it("without the rule of permanent access, nobody can approve it", () => {
    const administrator: Actor = {
      ...{ kind: "person", personId: "root", name: "Root", email: null },
      groups: ["xaccount-administrators"],
    };
    const request: Resource = {
      ...{ type: "Request", requesterId: "casey", state: "pending" },
      function: { accountId: "123456789012", region: "us-east-1", name: "my-function", owners: [] },
    };
    const ask = () =>
      loadRules(folder).ask(
        "all",
        describeActor(administrator),
        "approvePermanent",
        describeResource(request),
      );
    expect(ask().allowed).toBe(true);
    rmSync(path.join(folder, "permanent.cedar"));
    expect(ask()).toMatchObject({ allowed: false, errors: [] });
  });

  it("takes rules of one's own", () => {
    add(
      '@id("x") @who("the security group") permit (principal in Group::"security", action == Action::"revoke", resource);',
    );
    expect(loadRules(folder).rules.find((rule) => rule.id === "x")).toMatchObject({
      who: "the security group",
      steps: ["revoke"],
      resources: ["Grant"],
    });
  });
});
