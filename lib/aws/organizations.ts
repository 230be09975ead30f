import {
  DescribeOrganizationCommand,
  OrganizationsClient,
  paginateListAccounts,
} from "@aws-sdk/client-organizations";
import { lambdaSettings } from "./clients";
import { AwsFailure, toAwsFailure } from "./errors";

/** An account as its organization knows it. */
export interface OrganizationAccount {
  id: string;
  name: string;
  /** Whether it can be used; one that was suspended or is being closed can't. */
  isActive: boolean;
}

/**
 * Reads the organization that this process's own account belongs to, and all accounts in it.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 * @throws AwsFailure with what to do, when it may not be read
 */
export async function readOrganizationAccounts(): Promise<{ id: string; accounts: OrganizationAccount[] }> {
  // The service has one address for the whole world; its SDK retries are its own, and no quota of Lambda's.
  const client = new OrganizationsClient({ maxAttempts: 5, requestHandler: lambdaSettings.requestHandler });
  try {
    const { Organization } = await client.send(new DescribeOrganizationCommand({}));
    const accounts: OrganizationAccount[] = [];
    for await (const { Accounts = [] } of paginateListAccounts({ client }, {}))
      for (const { Id, Name, State } of Accounts)
        if (Id) accounts.push({ id: Id, name: Name ?? Id, isActive: State === "ACTIVE" });
    return { id: Organization?.Id ?? "", accounts };
  } catch (error) {
    throw inWords(error);
  } finally {
    client.destroy();
  }
}

function inWords(error: unknown): AwsFailure {
  const failure = toAwsFailure(error, "AWS Organizations");
  const name = error instanceof Error ? error.name : "";
  if (name === "AWSOrganizationsNotInUseException")
    return new AwsFailure(
      "other",
      "Refused",
      "The account Xaccount runs in belongs to no organization, so there are no accounts to read. Write their IDs instead.",
      error,
    );
  if (failure.awsKind !== "denied") return failure;
  return new AwsFailure(
    "denied",
    "Refused",
    "AWS lets only the organization's management account, or a delegated administrator, list its accounts, and nothing was changed. Register the account Xaccount runs in as one (aws organizations register-delegated-administrator), and let its role call organizations:ListAccounts and organizations:DescribeOrganization; or write the account IDs.",
    error,
  );
}
