import { randomOf, type Random } from "./random";

/** A generated function: its targets with their policies, as text. */
export interface GeneratedFunction {
  accountId: string;
  region: string;
  name: string;
  arn: string;
  owners: string[];
  targets: { qualifier: string; kind: "function" | "alias" | "version"; policy: string }[];
}

const teams = ["payments", "checkout", "media", "identity", "platform", "analytics", "search", "logistics"];
const regions = ["us-east-1", "eu-west-1"];
const services = ["s3", "sns", "events", "apigateway", "sqs", "logs"].map((name) => `${name}.amazonaws.com`);
/** Accounts that functions are in, and accounts that call. */
const ownerCount = 60;
const callerCount = 600;
const idOf = (number: number, start: number) => String(start + number * 7919).padStart(12, "0");
const owners = Array.from({ length: ownerCount }, (_none, index) => idOf(index, 200_000_000_000));
const callers = Array.from({ length: callerCount }, (_none, index) => idOf(index, 500_000_000_000));

/** Accounts of an estate, as they are in the catalog: all in one organization but every tenth. */
export function generatedAccounts(): { id: string; name: string; organizationId: string | null }[] {
  return [...owners, ...callers].map((id, index) => ({
    id,
    name: `${teams[index % teams.length]}-${index}`,
    organizationId: index % 10 === 9 ? null : "o-bench00000",
  }));
}

/** Few call much, many call little: the rank of a caller falls off as one over its place. */
function callerOf(random: Random): string {
  const rank = Math.floor(callerCount ** random.next()) - 1;
  return callers[Math.min(rank, callerCount - 1)] ?? "";
}

/** Principals worth looking up, drawn as statements name them. */
export function principalsToLookUp(seed: number, count: number): string[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, () => {
    const id = callerOf(random);
    return random.chance(0.5) ? id : `arn:aws:iam::${id}:role/role-${random.below(20)}`;
  });
}

function statementOf(random: Random, arn: string, ordinal: number): object {
  const base = { Sid: `s-${ordinal}`, Effect: "Allow" };
  const invoke = { Action: "lambda:InvokeFunction", Resource: arn };
  const kind = random.next();
  if (kind < 0.55) {
    const principal = { AWS: `arn:aws:iam::${callerOf(random)}:role/role-${random.below(20)}` };
    return { ...base, Principal: principal, ...invoke };
  }
  if (kind < 0.75) return { ...base, Principal: { AWS: `arn:aws:iam::${callerOf(random)}:root` }, ...invoke };
  if (kind < 0.96) {
    const service = random.pick(services);
    const Condition = {
      ArnLike: {
        "AWS:SourceArn": `arn:aws:${service.split(".")[0]}:us-east-1:${random.pick(owners)}:r-${ordinal}`,
      },
    };
    return { ...base, Principal: { Service: service }, ...invoke, Condition };
  }
  if (kind < 0.985)
    return {
      ...base,
      Principal: "*",
      ...invoke,
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-bench00000" } },
    };
  if (kind < 0.995)
    return {
      ...base,
      Effect: "Deny",
      Principal: { AWS: `arn:aws:iam::${callerOf(random)}:root` },
      ...invoke,
    };
  return {
    ...base,
    Principal: { AWS: `arn:aws:iam::${callerOf(random)}:root` },
    Action: "lambda:*",
    Resource: arn,
  };
}

/** Functions one by one, about ten statements each; the same for the same seed. */
export function* lifelikeFunctions(count: number, seed = 1): Generator<GeneratedFunction> {
  for (let number = 0; number < count; number += 1) {
    const random = randomOf(seed * 1_000_003 + number);
    const accountId = random.pick(owners);
    const region = random.pick(regions);
    const name = `${random.pick(teams)}-${number.toString(36)}`;
    const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
    const policyOf = (qualifier: string, statements: number) => {
      const own = qualifier ? `${arn}:${qualifier}` : arn;
      const Statement = Array.from({ length: statements }, (_none, ordinal) =>
        statementOf(random, own, ordinal),
      );
      return JSON.stringify({ Version: "2012-10-17", Id: "default", Statement });
    };
    const total = 4 + random.below(13);
    const onAlias = Math.ceil(total * 0.6);
    yield {
      accountId,
      region,
      name,
      arn,
      owners: [name.split("-")[0] ?? ""],
      targets: [
        { qualifier: "", kind: "function", policy: policyOf("", total - onAlias) },
        { qualifier: "prod", kind: "alias", policy: policyOf("prod", onAlias) },
      ],
    };
  }
}
