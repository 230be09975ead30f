import { randomUUID } from "node:crypto";
import {
  AddPermissionCommand,
  InvokeCommand,
  LambdaClient,
  RemovePermissionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import { runningStack } from "./stack";

const { aws, url, env } = runningStack();

/** A client with an account's own credentials (the sandbox takes twelve digits as that account's administrator). */
export function clientOf(accountId: string, region = "us-east-1"): LambdaClient {
  return new LambdaClient({
    region,
    endpoint: aws,
    maxAttempts: 1,
    credentials: { accessKeyId: accountId, secretAccessKey: "sandbox-only" },
  });
}

/** Invokes, where the ARN says, and tells what a caller would see: "200, version 1", or "403 AccessDeniedException". */
export async function invoke(accountId: string, functionName: string): Promise<string> {
  try {
    const answer = await clientOf(accountId, functionName.split(":")[3]).send(
      new InvokeCommand({ FunctionName: functionName }),
    );
    return `${answer.StatusCode}, version ${answer.ExecutedVersion}`;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${$metadata?.httpStatusCode} ${name}`;
  }
}

/** What an owner does in AWS: points an alias at another version. */
export async function pointAlias(
  accountId: string,
  functionName: string,
  alias: string,
  version: string,
): Promise<void> {
  const command = new UpdateAliasCommand({
    FunctionName: functionName,
    Name: alias,
    FunctionVersion: version,
  });
  await clientOf(accountId).send(command);
}

/** Somebody with the account's own credentials makes a statement, past the product. */
export async function addStatement(
  accountId: string,
  target: { FunctionName: string; Qualifier: string; StatementId: string },
  what: { Action: string; Principal: string },
): Promise<void> {
  await clientOf(accountId).send(new AddPermissionCommand({ ...target, ...what }));
}

/** Somebody with the account's own credentials makes another statement of a statement, under its ID, past the product. */
export async function changeStatement(
  accountId: string,
  target: { FunctionName: string; Qualifier: string; StatementId: string },
  now: { Action: string; Principal: string },
): Promise<void> {
  const client = clientOf(accountId);
  await client.send(new RemovePermissionCommand(target));
  await client.send(new AddPermissionCommand({ ...target, ...now }));
}

/** Somebody with the account's own credentials removes a statement, past the product. */
export async function removeStatement(
  accountId: string,
  name: string,
  qualifier: string,
  sid: string,
): Promise<void> {
  const command = new RemovePermissionCommand({ FunctionName: name, Qualifier: qualifier, StatementId: sid });
  await clientOf(accountId).send(command);
}

/** EventBridge tells the product of somebody's call of Lambda, as its API destination does. @param at when it was made */
export async function tellOf(
  account: string,
  eventName: string,
  requestParameters: { functionName: string; statementId?: string },
  at = new Date(),
): Promise<void> {
  const answer = await fetch(`${url}/api/events`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-xaccount-secret": env.XACCOUNT_EVENTS_SECRET ?? "" },
    body: JSON.stringify({
      ...{ "detail-type": "AWS API Call via CloudTrail", source: "aws.lambda", account, region: "us-east-1" },
      detail: {
        ...{ eventID: randomUUID(), eventSource: "lambda.amazonaws.com", eventName, requestParameters },
        eventTime: at.toISOString(),
        userIdentity: { arn: `arn:aws:sts::${account}:assumed-role/terraform/run` },
      },
    }),
  });
  if (!answer.ok) throw new Error(`The event was not taken: ${answer.status} ${await answer.text()}`);
}
