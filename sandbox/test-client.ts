import { LambdaClient } from "@aws-sdk/client-lambda";
import type { Sandbox } from "./server";

/**
 * A client of the sandbox that tries once.
 * @param accountId whose administrator calls
 * @param headers sent with every call, such as `x-sandbox-fault`
 * @param timeoutMs after which it gives up
 */
export function clientOf(
  sandbox: Pick<Sandbox, "url">,
  {
    accountId = "123456789012",
    headers = {},
    timeoutMs = 0,
  }: { accountId?: string; headers?: Record<string, string>; timeoutMs?: number } = {},
): LambdaClient {
  const client = new LambdaClient({
    region: "us-east-1",
    endpoint: sandbox.url,
    maxAttempts: 1,
    credentials: { accessKeyId: accountId, secretAccessKey: "any" },
    requestHandler: { requestTimeout: timeoutMs, throwOnRequestTimeout: true },
  });
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: Record<string, string> }).headers, headers); // an HTTP request here
      return next(args);
    },
    { step: "build" },
  );
  return client;
}

/** The input of AddPermission that lets an account invoke. */
export const permission = (FunctionName: string, StatementId: string, RevisionId?: string) => ({
  ...{ FunctionName, StatementId, RevisionId },
  Action: "lambda:InvokeFunction",
  Principal: "111122223333",
});
