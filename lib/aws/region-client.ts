import {
  AddPermissionCommand,
  GetAccountSettingsCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  RemovePermissionCommand,
  type LambdaClient,
  type AliasConfiguration,
  type FunctionConfiguration,
} from "@aws-sdk/client-lambda";
import { lambdaOf, type AccountAccess } from "./clients";
import { AwsFailure } from "./errors";
import { inTurn, type Manner } from "./tries";

export type { AliasConfiguration, FunctionConfiguration };

/** A page of functions' versions, and where the next begins. */
export interface VersionPage {
  versions: FunctionConfiguration[];
  next: string | null;
}

/** A policy as GetPolicy answers it; null where there is none (or no such target). */
export interface LivePolicy {
  policy: string | null;
  revisionId: string | null;
  /** When the reading began: what was written since then may not be in it. */
  readAt: Date;
}

type Fields = {
  FunctionName: string;
  StatementId: string;
  Action: string;
  Principal: string;
  PrincipalOrgID?: string;
  Qualifier?: string;
};

/** Waited for before each try to write: throws when another may be the only writer by now, and nothing is sent. */
export type Held = () => Promise<void>;

/** Lambda in one account and region, each call in its turn, its errors in words. */
export class RegionClient {
  readonly #lambda: LambdaClient;

  constructor(
    readonly access: AccountAccess,
    readonly region: string,
    readonly manner: Manner,
  ) {
    this.#lambda = lambdaOf(access, region);
  }

  /** @param held for what writes */
  #call<T>(name: string, send: () => Promise<T>, held?: Held): Promise<T> {
    const place = { accountId: this.access.accountId, region: this.region };
    // Kept by the SDK, and had anew before they expire.
    const ready = () => this.#lambda.config.credentials();
    return inTurn(place, name, this.manner, send, { ready, held });
  }

  /**
   * A page of all functions' versions (`$LATEST` included); those of one function follow each other, over pages, too.
   * @param marker where the page before said that this one begins; null for the first
   */
  async listPage(marker: string | null): Promise<VersionPage> {
    const input = { FunctionVersion: "ALL", Marker: marker ?? undefined, MaxItems: 50 } as const;
    const page = await this.#call("ListFunctions", () => this.#lambda.send(new ListFunctionsCommand(input)));
    return { versions: page.Functions ?? [], next: page.NextMarker ?? null };
  }

  /** How many functions there are; null when the role may not ask (those made before it was asked). */
  async countFunctions(): Promise<number | null> {
    try {
      const answer = await this.#call("GetAccountSettings", () =>
        this.#lambda.send(new GetAccountSettingsCommand({})),
      );
      return answer.AccountUsage?.FunctionCount ?? null;
    } catch (error) {
      if (error instanceof AwsFailure && error.awsKind === "denied") return null;
      throw error;
    }
  }

  /** The versions of one function, `$LATEST` first; none when it is gone. */
  async listVersionsOf(name: string): Promise<FunctionConfiguration[]> {
    const versions: FunctionConfiguration[] = [];
    let marker: string | undefined;
    do {
      const input = { FunctionName: name, Marker: marker };
      const page = await orNull(
        this.#call("ListVersionsByFunction", () =>
          this.#lambda.send(new ListVersionsByFunctionCommand(input)),
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
    const answer = await orNull(this.#call("ListTags", () => this.#lambda.send(new ListTagsCommand(input))));
    return answer ? (answer.Tags ?? {}) : null;
  }

  /** @returns null when there is no such function */
  async findAliases(name: string): Promise<AliasConfiguration[] | null> {
    const aliases: AliasConfiguration[] = [];
    let marker: string | undefined;
    do {
      const input = { FunctionName: name, Marker: marker };
      const page = await orNull(
        this.#call("ListAliases", () => this.#lambda.send(new ListAliasesCommand(input))),
      );
      if (!page) return null;
      aliases.push(...(page.Aliases ?? []));
      marker = page.NextMarker;
    } while (marker);
    return aliases;
  }

  /** @param qualifier '' for the unqualified function */
  async readPolicy(name: string, qualifier: string): Promise<LivePolicy> {
    const input = { FunctionName: name, Qualifier: qualifier || undefined };
    const readAt = new Date();
    const answer = await orNull(
      this.#call("GetPolicy", () => this.#lambda.send(new GetPolicyCommand(input))),
    );
    const found = answer?.Policy ? answer : null;
    return { policy: found?.Policy ?? null, revisionId: found?.RevisionId ?? null, readAt };
  }

  /**
   * Adds one statement. The SDK does not repeat a 409; neither does this.
   * @param revisionId the policy's revision just read; null where there was no policy to read
   * @returns the statement as AWS rendered it, and CloudTrail's request ID
   */
  async addPermission(
    fields: Fields,
    revisionId: string | null,
    held: Held,
  ): Promise<{ statement: string; awsRequestId: string | null }> {
    const command = new AddPermissionCommand({ ...fields, RevisionId: revisionId ?? undefined });
    const answer = await this.#call("AddPermission", () => this.#lambda.send(command), held);
    return { statement: answer.Statement ?? "", awsRequestId: answer.$metadata.requestId ?? null };
  }

  /** Removes one statement. @returns CloudTrail's request ID */
  async removePermission(
    target: { name: string; qualifier: string },
    statementId: string,
    revisionId: string | null,
    held: Held,
  ): Promise<{ awsRequestId: string | null }> {
    const command = new RemovePermissionCommand({
      FunctionName: target.name,
      Qualifier: target.qualifier || undefined,
      StatementId: statementId,
      RevisionId: revisionId ?? undefined,
    });
    const answer = await this.#call("RemovePermission", () => this.#lambda.send(command), held);
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
