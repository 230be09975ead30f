import { LambdaClient } from "@aws-sdk/client-lambda";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";

/** How an account is reached. `ambient` is the account the process itself runs in. */
export interface AccountAccess {
  accountId: string;
  connection: "role" | "ambient";
  roleArn: string | null;
  externalId: string | null;
}

/** One try a call: further ones take a turn each (lib/aws/tries.ts), where the SDK's own would take none. */
export const lambdaSettings = {
  maxAttempts: 1,
  // Without throwing, the SDK only warns, and a call that is never answered would hold its function up for ever.
  requestHandler: { connectionTimeout: 3000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

function clientFor(access: AccountAccess, region: string): LambdaClient {
  if (access.connection === "ambient" || !access.roleArn)
    return new LambdaClient({ ...lambdaSettings, region });
  const credentials = fromTemporaryCredentials({
    params: {
      RoleArn: access.roleArn,
      RoleSessionName: "xaccount",
      ExternalId: access.externalId ?? undefined,
    },
    clientConfig: { ...lambdaSettings, region },
  });
  return new LambdaClient({ ...lambdaSettings, region, credentials });
}

const kept = new Map<string, LambdaClient>();

/** The client of an account and region: one each, kept, with its connections and credentials. */
export function lambdaOf(access: AccountAccess, region: string): LambdaClient {
  const key = [access.accountId, region, access.connection, access.roleArn, access.externalId].join("|");
  const client = kept.get(key) ?? clientFor(access, region);
  kept.set(key, client);
  return client;
}
