import { expect, it } from "vitest";
import { parseCaller } from "./caller";
import { wouldDiffer } from "./near-misses";
import { readDocument } from "./policy";

const arn = "arn:aws:lambda:us-east-1:123456789012:function:f";
const allow = {
  Sid: "a",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "lambda:InvokeFunction",
  Resource: `${arn}:prod`,
};
const deny = { ...allow, Sid: "d", Effect: "Deny", Principal: "*" };

function ask(
  statements: unknown[],
  {
    resource = `${arn}:prod`,
    caller = "arn:aws:iam::111122223333:role/checkout",
    action = "lambda:InvokeFunction",
  } = {},
) {
  const read = parseCaller(caller);
  if (!read.ok) throw new Error(read.sentence);
  const functionPolicy = readDocument({ Version: "2012-10-17", Statement: statements });
  return wouldDiffer({ caller: read.value, action, resource, functionPolicy }).join(" ");
}

it.each<[string, string, RegExp]>([
  ["allowed by one", ask([allow]), /refused if this went: statement “a”/],
  ["allowed by two", ask([allow, { ...allow, Sid: "b" }]), /all of these went: statement “a” and “b”/],
  ["denied", ask([allow, deny]), /It would be allowed, were statement “d” gone/],
  ["denied, and nothing allows it", ask([deny]), /still be refused, as nothing allows it/],
  ["another target", ask([allow], { resource: arn }), /“a” would allow it if it is called as arn:.+:f:prod/],
  ["another action", ask([allow], { action: "lambda:GetFunction" }), /if it asks for lambda:InvokeFunction/],
  [
    "another caller",
    ask([allow], { caller: "arn:aws:iam::444455556666:role/x" }),
    /if it is called by Any identity in account 111122223333/,
  ],
  [
    "nothing near",
    ask([allow], { caller: "444455556666", action: "lambda:GetFunction" }),
    /No statement comes near/,
  ],
  [
    "a condition of which nothing is known",
    ask([{ ...allow, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }]),
    /“a”: It allows the call if the caller's address is in 10.0.0.0\/8/,
  ],
])("says what would change the answer: %s", (_name, said, expected) => {
  expect(said).toMatch(expected);
});
