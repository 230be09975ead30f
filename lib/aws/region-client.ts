import {
  AddPermissionCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  RemovePermissionCommand,
  type AliasConfiguration,
  type FunctionConfiguration,
} from "@aws-sdk/client-lambda";
import { clientOf, type AccountAccess, type Paced } from "./clients";
import { mark } from "@/lib/marks";
import { AwsFailure, toAwsFailure } from "./errors";

export type { AliasConfiguration, FunctionConfiguration };

/** What a call cost: one call, and how many of its tries were throttled or failed. */
export type OnCall = (call: { name: string; retries: number }) => void;

/** A policy as GetPolicy answers it. */
export interface LivePolicy {
  policy: string;
  revisionId: string | null;
}

type Fields = {
  FunctionName: string;
  StatementId: string;
  Action: string;
  Principal: string;
  PrincipalOrgID?: string;
  Qualifier?: string;
};

/** Lambda in one account and region, paced, its errors in words. */
export class RegionClient {
  readonly #paced: Paced;
  readonly #where: string;

  constructor(
    access: AccountAccess,
    readonly region: string,
    readonly onCall: OnCall = () => undefined,
  ) {
    this.#paced = clientOf(access, region);
    this.#where = `account ${access.accountId}, ${region}`;
  }

  async #call<T extends { $metadata: { attempts?: number } }>(
    pace: "getPolicy" | "other",
    name: string,
    send: () => Promise<T>,
  ): Promise<T> {
    await this.#paced[pace].turn();
    await mark(`before ${name}`);
    try {
      const answer = await send();
      await mark(`after ${name}`);
      this.onCall({ name, retries: (answer.$metadata.attempts ?? 1) - 1 });
      return answer;
    } catch (error) {
      this.onCall({ name, retries: 0 });
      throw toAwsFailure(error, this.#where);
    }
  }

  /** Every function with every version (`$LATEST` included), page by page. */
  async *listVersions(): AsyncGenerator<FunctionConfiguration> {
    let marker: string | undefined;
    do {
      const input = { FunctionVersion: "ALL", Marker: marker, MaxItems: 50 } as const;
      const page = await this.#call("other", "ListFunctions", () =>
        this.#paced.lambda.send(new ListFunctionsCommand(input)),
      );
      yield* page.Functions ?? [];
      marker = page.NextMarker;
    } while (marker);
  }

  /** The versions of one function, `$LATEST` first; none when it is gone. */
  async listVersionsOf(name: string): Promise<FunctionConfiguration[]> {
    const versions: FunctionConfiguration[] = [];
    let marker: string | undefined;
    do {
      const input = { FunctionName: name, Marker: marker };
      const page = await orNull(
        this.#call("other", "ListVersionsByFunction", () =>
          this.#paced.lambda.send(new ListVersionsByFunctionCommand(input)),
        ),
      );
      versions.push(...(page?.Versions ?? []));
      marker = page?.NextMarker;
    } while (marker);
    return versions;
  }

  /** @returns a function's tags, by its unqualified ARN; null when there is no such function */
  async findTags(arn: string): Promise<Record<string, string> | null> {
    const input = { Resource: arn };
    const answer = await orNull(
      this.#call("other", "ListTags", () => this.#paced.lambda.send(new ListTagsCommand(input))),
    );
    return answer ? (answer.Tags ?? {}) : null;
  }

  async listAliases(name: string): Promise<AliasConfiguration[]> {
    const aliases: AliasConfiguration[] = [];
    let marker: string | undefined;
    do {
      const input = { FunctionName: name, Marker: marker };
      const page = await this.#call("other", "ListAliases", () =>
        this.#paced.lambda.send(new ListAliasesCommand(input)),
      );
      aliases.push(...(page.Aliases ?? []));
      marker = page.NextMarker;
    } while (marker);
    return aliases;
  }

  /** @param qualifier '' for the unqualified function. @returns null when there is no policy (or no such target) */
  async findPolicy(name: string, qualifier: string): Promise<LivePolicy | null> {
    const input = { FunctionName: name, Qualifier: qualifier || undefined };
    const answer = await orNull(
      this.#call("getPolicy", "GetPolicy", () => this.#paced.lambda.send(new GetPolicyCommand(input))),
    );
    return answer?.Policy ? { policy: answer.Policy, revisionId: answer.RevisionId ?? null } : null;
  }

  /**
   * Adds one statement. The SDK does not repeat a 409; neither does this.
   * @param revisionId the policy's revision just read; null where there was no policy to read
   * @returns the statement as AWS rendered it, and CloudTrail's request ID
   */
  async addPermission(
    fields: Fields,
    revisionId: string | null,
  ): Promise<{ statement: string; awsRequestId: string | null }> {
    const command = new AddPermissionCommand({ ...fields, RevisionId: revisionId ?? undefined });
    const answer = await this.#call("other", "AddPermission", () => this.#paced.lambda.send(command));
    return { statement: answer.Statement ?? "", awsRequestId: answer.$metadata.requestId ?? null };
  }

  /** Removes one statement. @returns CloudTrail's request ID */
  async removePermission(
    target: { name: string; qualifier: string },
    statementId: string,
    revisionId: string | null,
  ): Promise<{ awsRequestId: string | null }> {
    const command = new RemovePermissionCommand({
      FunctionName: target.name,
      Qualifier: target.qualifier || undefined,
      StatementId: statementId,
      RevisionId: revisionId ?? undefined,
    });
    const answer = await this.#call("other", "RemovePermission", () => this.#paced.lambda.send(command));
    return { awsRequestId: answer.$metadata.requestId ?? null };
  }
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsFailure && error.awsKind === "not-found") return null;
    throw error;
  }
}
