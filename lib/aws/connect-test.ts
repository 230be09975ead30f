import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Reserve } from "@/lib/turns";
import { lambdaSettings } from "./clients";
import { AwsFailure, toAwsFailure } from "./errors";
import { inTurn } from "./tries";

/** What is tried: a role of an account, and the external ID that it must ask for. */
export interface Role {
  accountId: string;
  roleArn: string;
  externalId: string;
}
type Tried = Role & { region: string };

const stsOf = (region?: string) =>
  new STSClient({ region, maxAttempts: 3, requestHandler: lambdaSettings.requestHandler });

/** The account this process runs in. */
export interface Home {
  accountId: string;
  partition: string;
}

/** The account this process runs in, as AWS knows it. @throws AwsFailure when AWS can't be asked */
export async function findHome(): Promise<Home> {
  try {
    const { Account = "", Arn = "" } = await stsOf().send(new GetCallerIdentityCommand({}));
    return { accountId: Account, partition: Arn.split(":")[1] ?? "" };
  } catch (error) {
    throw toAwsFailure(error, "Xaccount's own account");
  }
}

/**
 * Why no account of a partition can be connected from home; null when it can. Credentials of one partition are nothing in
 * another. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function whyElsewhere(partition: string, home: Home): string | null {
  if (partition === home.partition) return null;
  return `This account is in AWS's partition ${partition}, and Xaccount runs in ${home.partition}: AWS lets no role be assumed from another partition. Such accounts need an Xaccount that runs in theirs.`;
}

async function assume({ roleArn, region }: Tried, externalId?: string) {
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: "xaccount-test",
    ExternalId: externalId,
  });
  const { Credentials } = await stsOf(region).send(command);
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken,
  };
}

/** None, and some that differ by one letter: who asks for any ID, or compares with a wildcard, takes one of them. */
function wrongIds({ externalId }: Tried): (string | undefined)[] {
  const places = [0, externalId.length >> 1, externalId.length - 1];
  const other = (at: number) => (externalId[at] === "0" ? "1" : "0");
  return [undefined, ...places.map((at) => externalId.slice(0, at) + other(at) + externalId.slice(at + 1))];
}

/** Whether the role also lets itself be assumed by whoever does not know the external ID. */
async function isOpen(tried: Tried): Promise<boolean> {
  for (const externalId of wrongIds(tried)) {
    try {
      await assume(tried, externalId);
      return true;
    } catch (error) {
      const failure = toAwsFailure(error, `account ${tried.accountId}`);
      if (failure.awsKind !== "denied") throw failure; // not to know is not to be refused
    }
  }
  return false;
}

/**
 * Tries a role as it will be used, in each region: assumes it with the external ID and lists functions; and that it can't
 * be assumed without. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 * @param home the account this process runs in
 * @param reserve takes turns: to list is a call as any other
 * @throws AwsFailure with what to mend
 */
export async function testRole(role: Role, regions: string[], home: Home, reserve: Reserve): Promise<void> {
  const elsewhere = whyElsewhere(role.roleArn.split(":")[1] ?? "", home);
  if (elsewhere) throw new AwsFailure("other", "Refused", `${elsewhere} Nothing was connected.`, null);
  for (const region of regions) await testIn({ ...role, region }, reserve);
}

async function testIn(tried: Tried, reserve: Reserve): Promise<void> {
  const { accountId, roleArn, region } = tried;
  const where = `account ${accountId}, ${region}`;
  let credentials;
  try {
    credentials = await assume(tried, tried.externalId);
  } catch (error) {
    throw toAwsFailure(error, where);
  }
  if (await isOpen(tried)) {
    throw new AwsFailure(
      "other",
      "Refused",
      `${roleArn} also lets itself be assumed without its external ID, or with another, so it was not connected: anybody who learns its name could have Xaccount use it for them. Add the condition StringEquals sts:ExternalId to its trust policy, as the template has it.`,
      null,
    );
  }
  const lambda = new LambdaClient({ ...lambdaSettings, region, credentials });
  await inTurn({ accountId, region }, "ListFunctions", { reserve, urgent: true }, () =>
    lambda.send(new ListFunctionsCommand({ MaxItems: 1 })),
  );
}
