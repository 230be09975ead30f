import type { Random } from "./random";

/** Policies of every shape a document can have, over few names, so that they meet each other often. */
export const accounts = ["111122223333", "444455556666", "777788889999"];
export const organizationId = "o-a1b2c3d4e5";
const identities = accounts.flatMap((id) => [
  `arn:aws:iam::${id}:role/checkout`,
  `arn:aws:iam::${id}:role/team/reports`,
  `arn:aws:iam::${id}:user/developer`,
]);
const sessions = accounts.map((id) => `arn:aws:sts::${id}:assumed-role/checkout/me`);
const services = ["s3.amazonaws.com", "events.amazonaws.com"];

/** Everybody worth asking about: also some that no policy names. */
export const callers = [...accounts, ...identities, ...sessions, ...services, "222233334444"];

function principalOf(random: Random): unknown {
  const one = () =>
    random.pick<unknown>([
      ...accounts.map((id) => `arn:aws:iam::${id}:root`),
      ...accounts,
      ...identities,
      ...sessions,
    ]);
  return random.pick<() => unknown>([
    () => ({ AWS: one() }),
    () => ({ AWS: [one(), one()] }),
    () => ({ AWS: [one(), "*"] }),
    () => "*",
    () => ({ AWS: "*" }),
    () => ({ Service: random.pick(services) }),
    () => ({ Service: random.pick(services), AWS: one() }),
    () => ({ AWS: "AROAEXAMPLEDELETED000" }),
    () => ({ Federated: "cognito-identity.amazonaws.com" }),
  ])();
}

const conditions: unknown[] = [
  { StringEquals: { "aws:PrincipalOrgID": organizationId } },
  { StringEquals: { "aws:PrincipalOrgID": "o-zzzzzzzzzz" } },
  { StringEquals: { "aws:PrincipalAccount": ["111122223333", "777788889999"] } },
  { StringEquals: { "aws:PrincipalOrgID": organizationId, "aws:PrincipalAccount": "444455556666" } },
  { StringNotEquals: { "aws:PrincipalOrgID": organizationId } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/checkout" } },
  { ArnLike: { "AWS:SourceArn": "arn:aws:s3:::uploads" } },
  { StringEquals: { "aws:SourceAccount": "123456789012" } },
  { StringLike: { "aws:username": "dev*" } },
  { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
  { Null: { "aws:SourceArn": "true" } },
  { ForAnyValue: { "aws:PrincipalOrgID": "o-1" } },
];

function statementOf(random: Random, arn: string): Record<string, unknown> {
  const statement: Record<string, unknown> = { Effect: random.chance(0.3) ? "Deny" : "Allow" };
  statement[random.chance(0.1) ? "NotPrincipal" : "Principal"] = principalOf(random);
  statement[random.chance(0.1) ? "NotAction" : "Action"] = random.pick<unknown>([
    "lambda:InvokeFunction",
    "lambda:invokefunction",
    "lambda:Invoke*",
    "lambda:*",
    "*",
    ["lambda:GetFunction", "lambda:DeleteFunction"],
  ]);
  const name = arn.replace(/:prod$/, "");
  statement[random.chance(0.05) ? "NotResource" : "Resource"] = random.pick<unknown>([
    ...[arn, arn, arn, arn],
    name,
    `${name}:*`,
    `${name}*`,
    "*",
    [arn, "arn:aws:lambda:us-east-1:123456789012:function:other"],
    name.replace(/[^:]+$/, "${aws:username}"),
  ]);
  if (random.chance(0.35)) statement.Condition = random.pick(conditions);
  if (random.chance(0.03)) delete statement.Effect;
  return statement;
}

/** A policy document, as text. @param arn the target's, with its qualifier */
export function strangePolicy(random: Random, arn: string): string {
  const Statement = Array.from({ length: 1 + random.below(4) }, () => statementOf(random, arn));
  return JSON.stringify({
    Version: random.chance(0.9) ? "2012-10-17" : "2008-10-17",
    Id: "default",
    Statement,
  });
}
