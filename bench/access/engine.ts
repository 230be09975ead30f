import { parseCaller } from "@/lib/lambda/caller";
import { evaluate } from "@/lib/lambda/evaluate";
import { readDocument } from "@/lib/lambda/policy";

const arn = "arn:aws:lambda:us-east-1:123456789012:function:my-function:prod";
const callers = Array.from({ length: 20 }, (_none, index) => `arn:aws:iam::111122223333:role/role-${index}`);

function policy() {
  const Statement = callers.slice(0, 10).map((caller, index) => ({
    Sid: `s-${index}`,
    Effect: "Allow",
    Principal: { AWS: index % 2 === 0 ? caller : `arn:aws:iam::${444_455_556_666 + index}:root` },
    Action: "lambda:InvokeFunction",
    Resource: arn,
    ...(index % 3 === 0 ? { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } } : {}),
  }));
  return readDocument({ Version: "2012-10-17", Statement });
}

/** Decisions a second on one thread: both sides, a function's policy of ten statements, policies read before. */
export function measureEngine(): number {
  const functionPolicy = policy();
  const own = readDocument(
    { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "lambda:*", Resource: "*" } },
    "identity",
  );
  const read = callers.map((text) => parseCaller(text)).flatMap((one) => (one.ok ? [one.value] : []));
  const context = { "aws:PrincipalOrgID": "o-a1b2c3d4e5" };
  const run = (count: number) => {
    const started = performance.now();
    let allowed = 0;
    for (let index = 0; index < count; index += 1) {
      const caller = read[index % read.length];
      if (!caller) continue;
      const question = { caller, action: "lambda:InvokeFunction", resource: arn, functionPolicy, context };
      if (evaluate({ ...question, identity: { policies: [own] } }).decision === "allowed") allowed += 1;
    }
    if (allowed === 0 || allowed === count) throw new Error("every call was decided alike");
    return count / ((performance.now() - started) / 1000);
  };
  run(100_000); // warms up
  return run(500_000);
}
