import "./setup"; // the rules are read where the environment says
import { expect, it } from "vitest";
import { grantItem, type JustifiedGrant } from "@/app/(portal)/grants/grant-item";
import type { PersonActor } from "@/lib/identity/types";

const person = (personId: string, groups: string[]): PersonActor => ({
  ...{ kind: "person", personId, name: personId, email: null, groups },
});
const petra = person("petra", ["payments"]);
const ada = person("ada", ["xaccount-administrators"]);

/** A grant whose statement somebody removed, which stands for requests with these ends. */
function restoreReason(actor: PersonActor, ends: (Date | null)[], full: string | null = null): string | null {
  const grant = {
    ...{ id: "g", state: "active", origin: "written", drift: "missing", failure: null },
    ...{ accountId: "123456789012", region: "us-east-1", functionName: "my-function", qualifier: "prod" },
    ...{ principal: "111122223333", principalAccountId: "111122223333" },
    justifications: ends.map((expiresAt, index) => ({
      requestId: index + 1,
      expiresAt,
      request: {
        ...{ requesterId: "casey", requester: { name: "Casey" } },
        ...{ state: "applied", glassBrokenById: null },
      },
    })),
  } as unknown as JustifiedGrant; // of its columns, those that decide
  const asked = { reason: "For reports", durationDays: null };
  const people = { requesterId: "casey", approverId: "ada", owners: ["payments"], asked };
  const found = { standing: null, blockers: [], instead: null, full };
  return grantItem(actor, grant, people, found).reasons.restore;
}

it("the button says why somebody can't restore what they might not approve, and that a policy is full", () => {
  const end = new Date("2027-01-01T00:00:00Z");
  expect(restoreReason(petra, [end])).toBeNull();
  expect(restoreReason(petra, [end, null])).toBe("Only an administrator can approve access without an end.");
  expect(restoreReason(ada, [end, null])).toBeNull();
  expect(restoreReason(ada, [end], "The policy is full.")).toBe("The policy is full.");
  expect(restoreReason(person("casey", ["payments"]), [end])).toContain("You asked for this yourself");
  expect(restoreReason(person("olga", ["payments", "xaccount-auditors"]), [end])).toContain(
    "auditors decide nothing",
  );
});
