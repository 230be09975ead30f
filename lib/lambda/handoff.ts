import { formatFunctionArn } from "./arn";
import type { StatementInput } from "./types";

/** What the grantee must do on their side. */
export interface HandOff {
  qualifiedArn: string;
  /** Pretty JSON. */
  identityPolicy: string;
  identityPolicyTerraform: string;
  identityPolicyCdk: string;
  invokeLine: string;
  dryRunLine: string;
  sdkSnippets: { language: string; code: string }[];
  /** What happens when the alias moves. */
  aliasSentence: string;
  /** Until when it is so. */
  endSentence: string;
}

function snippets(arn: string, region: string): HandOff["sdkSnippets"] {
  return [
    {
      language: "JavaScript (AWS SDK v3)",
      code: `import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";

const lambda = new LambdaClient({ region: "${region}" });
const answer = await lambda.send(
  new InvokeCommand({ FunctionName: "${arn}", Payload: JSON.stringify({}) }),
);`,
    },
    {
      language: "Python (boto3)",
      code: `import boto3

answer = boto3.client("lambda", region_name="${region}").invoke(
    FunctionName="${arn}", Payload=b"{}",
)`,
    },
  ];
}

function aliasSentence(qualifier: string): string {
  if (qualifier === "")
    return "Without a qualifier every call runs the code as it was last changed ($LATEST).";
  if (/^\d+$/.test(qualifier))
    return `Version ${qualifier} never changes. A newer version needs a request of its own.`;
  return `When the owner points ${qualifier} at another version, your calls run that one from then on. You change nothing.`;
}

/**
 * The hand-off of a grant: everything the grantee needs, and nothing else.
 * @param untilText when it ends, in words ("21 Feb 2027"); null: never
 */
export function handOff({ target, action }: StatementInput, untilText: string | null): HandOff {
  const arn = formatFunctionArn(target);
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: arn }] };
  const invoke = `aws lambda invoke --function-name ${arn} --region ${target.region}`;
  return {
    qualifiedArn: arn,
    identityPolicy: JSON.stringify(policy, null, 2),
    identityPolicyTerraform: `data "aws_iam_policy_document" "call_${target.functionName.replaceAll(/\W/g, "_")}" {
  statement {
    actions   = ["${action}"]
    resources = ["${arn}"]
  }
}`,
    identityPolicyCdk: `role.addToPrincipalPolicy(
  new iam.PolicyStatement({ actions: ["${action}"], resources: ["${arn}"] }),
);`,
    invokeLine: `${invoke} --payload '{}' --cli-binary-format raw-in-base64-out out.json`,
    dryRunLine: `${invoke} --invocation-type DryRun out.json`,
    sdkSnippets: snippets(arn, target.region),
    aliasSentence: aliasSentence(target.qualifier),
    endSentence: untilText
      ? `It works until ${untilText}. Ask again before then, and there is no gap.`
      : "It works without an end, until somebody takes it back.",
  };
}
