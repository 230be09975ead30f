import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { receiveEvent } from "@/lib/catalog/notice";
import type { DriftKind } from "@/lib/lambda/drift";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { findCall } from "./drift-told";

withDatabase();
withSandbox();
const account = "123456789012";
const arn = `arn:aws:lambda:us-east-1:${account}:function:my-function`;
const cast = withCast();
const sid = "xa-drifted";

/** What somebody called, so many seconds after the statement was last read as granted. */
type Call = [seconds: number, who: string, eventName: string, about?: object];
const removal = (seconds: number, who: string, statementId?: string): Call => [
  ...([seconds, who, "RemovePermission20150331v2"] as const),
  { functionName: arn, qualifier: "prod", statementId },
];
const creation = (seconds: number, who: string): Call => [seconds, who, "CreateFunction20150331"];
const put = (seconds: number, who: string, event = "PutResourcePolicy", qualifier = "prod"): Call => [
  ...([seconds, who, event, { resourceArn: `${arn}:${qualifier}` }] as const),
];

let hours = 0;
/** Who is said to have made the difference, by calls told in this order; it was noticed ten seconds after it stood. */
async function blamed(calls: Call[], drift: DriftKind = "missing") {
  const read = Math.floor((Date.now() - ++hours * 3_600_000) / 1000) * 1000 + 400;
  for (const [seconds, who, eventName, about = { functionName: "my-function" }] of calls)
    await receiveEvent({
      ...{ "detail-type": "AWS API Call via CloudTrail", account, region: "us-east-1" },
      detail: {
        ...{ eventID: randomUUID(), eventSource: "lambda.amazonaws.com", eventName },
        ...{ eventTime: new Date(read - 400 + seconds * 1000).toISOString(), requestParameters: about },
        userIdentity: { arn: who },
      },
    });
  const applied = { statementId: sid, statement: "{}", appliedAt: new Date(read - 600_000) };
  const grant = { functionId: cast.functionId, qualifier: "prod", ...applied };
  const found = await findCall(grant, drift, { after: new Date(read), noticedAt: new Date(read + 10_000) });
  return found?.by ?? null;
}

it.each<[string, Call[], string | null]>([
  [
    "a removal before the function was made anew",
    [removal(1, "mallory", sid), creation(3, "pipeline")],
    "mallory",
  ],
  ["a removal in the same second", [creation(3, "pipeline"), removal(3, "mallory", sid)], "mallory"],
  [
    "a policy deleted before",
    [creation(3, "pipeline"), put(1, "mallory", "DeleteResourcePolicy")],
    "mallory",
  ],
  [
    "a function made anew before any other",
    [creation(1, "pipeline"), put(2, "terraform"), removal(4, "ann", sid)],
    "pipeline",
  ],
  [
    "a removal of another statement",
    [removal(1, "mallory", "xa-other"), creation(3, "pipeline")],
    "pipeline",
  ],
  [
    "another alias's policy deleted",
    [put(1, "mallory", "DeleteResourcePolicy", "live"), creation(3, "pipeline")],
    "pipeline",
  ],
  [
    "a policy put, which may have kept it, before",
    [put(1, "terraform"), removal(3, "mallory", sid)],
    "mallory",
  ],
  ["a policy put after it was removed", [removal(1, "mallory", sid), put(3, "terraform")], "mallory"],
  [
    "a policy put before the function was made anew",
    [put(1, "terraform"), creation(3, "pipeline")],
    "pipeline",
  ],
  ["policies put alone: the last that can have", [put(1, "terraform"), put(3, "mallory")], "mallory"],
  ["a removal that does not say of what", [put(1, "terraform"), removal(3, "mallory")], "mallory"],
  [
    "a removal before noticing, one by a clock ahead",
    [removal(9, "mallory", sid), creation(12, "pipeline")],
    "mallory",
  ],
  [
    "a policy put before noticing, the function later",
    [put(9, "mallory"), creation(12, "pipeline")],
    "mallory",
  ],
  ["both by a clock that is ahead", [creation(13, "pipeline"), removal(11, "mallory", sid)], "mallory"],
  [
    "what was put back and read since, then removed",
    [removal(-3, "ann", sid), removal(5, "mallory", sid)],
    "mallory",
  ],
  ["a clock that is behind", [removal(-2, "mallory", sid), creation(12, "pipeline")], "mallory"],
  ["what was long before or after", [removal(-9, "ann", sid), creation(17, "pipeline")], null],
])("of a statement that is gone: %s", async (_name, calls, who) => {
  expect(await blamed(calls)).toBe(who);
});

it("of one that was changed, the last call that can have; of a deleted role, none", async () => {
  const calls = [put(1, "ann"), put(2, "mallory"), removal(3, "ann", sid), creation(4, "pipeline")];
  expect(await blamed(calls, "altered")).toBe("mallory");
  expect(await blamed(calls, "function_recreated")).toBe("pipeline");
  expect(await blamed(calls, "principal_orphaned")).toBe(null);
});
