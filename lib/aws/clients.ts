import { LambdaClient } from "@aws-sdk/client-lambda";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { paceOf, type Pace } from "./pace";

/** How an account is reached. `ambient` is the account the process itself runs in. */
export interface AccountAccess {
  accountId: string;
  connection: "role" | "ambient";
  roleArn: string | null;
  externalId: string | null;
}

/** One client of one account and region, and the paces that AWS's quotas set for it. */
export interface Paced {
  lambda: LambdaClient;
  getPolicy: Pace;
  other: Pace;
}

function clientFor(access: AccountAccess, region: string): LambdaClient {
  const base = {
    region,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 3000, requestTimeout: 20_000 },
  };
  if (access.connection === "ambient" || !access.roleArn) return new LambdaClient(base);
  const credentials = fromTemporaryCredentials({
    params: {
      RoleArn: access.roleArn,
      RoleSessionName: "xaccount",
      ExternalId: access.externalId ?? undefined,
    },
    clientConfig: { region, maxAttempts: 3 },
  });
  return new LambdaClient({ ...base, credentials });
}

const kept = new Map<string, Paced>();

/**
 * The client of an account and region: one each, kept, so that its pace holds for the whole process.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (API requests)
 */
export function clientOf(access: AccountAccess, region: string): Paced {
  const key = [access.accountId, region, access.connection, access.roleArn, access.externalId].join("|");
  let paced = kept.get(key);
  if (!paced) {
    paced = {
      lambda: clientFor(access, region),
      getPolicy: paceOf(15, 3),
      other: paceOf(15, 3),
    };
    kept.set(key, paced);
  }
  return paced;
}
