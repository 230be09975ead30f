import { createHash } from "node:crypto";
import type { AliasConfiguration, FunctionConfiguration, RegionClient } from "@/lib/aws/region-client";

/** One target as AWS has it. */
export interface TargetRead {
  qualifier: string;
  kind: "function" | "version" | "alias";
  version: string | null;
  routing: Record<string, number> | null;
  description: string;
  policy: string | null;
  revisionId: string | null;
}

/** One function as AWS has it, with every target and its policy. */
export interface FunctionRead {
  accountId: string;
  region: string;
  arn: string;
  name: string;
  description: string;
  runtime: string | null;
  lastModified: Date | null;
  tags: Record<string, string>;
  targets: TargetRead[];
  /** What its configurations were listed as (`listedAs`); null when that is not known. */
  listed: string | null;
  /** When the reading began: a policy written since then is newer than this one. */
  readAt: Date;
}

type Shell = Omit<TargetRead, "policy" | "revisionId">;

function shells(versions: FunctionConfiguration[], aliases: AliasConfiguration[]): Shell[] {
  const numbered = versions.flatMap(({ Version, Description }) =>
    Version && Version !== "$LATEST" ? [{ number: Version, description: Description ?? "" }] : [],
  );
  return [
    { qualifier: "", kind: "function", version: null, routing: null, description: "" },
    ...aliases.map((alias) => ({
      qualifier: alias.Name ?? "",
      kind: "alias" as const,
      version: alias.FunctionVersion ?? null,
      routing: alias.RoutingConfig?.AdditionalVersionWeights ?? null,
      description: alias.Description ?? "",
    })),
    ...numbered.map(({ number, description }) => ({
      qualifier: number,
      kind: "version" as const,
      version: number,
      routing: null,
      description,
    })),
  ];
}

/**
 * What a function's configurations are listed as, in short: it changes with each of them, with versions that come and
 * go, and not with policies, tags and aliases. https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
export function listedAs(versions: FunctionConfiguration[]): string {
  const lines = versions.map(({ Version, RevisionId, LastModified, FunctionArn }) =>
    [Version, RevisionId, LastModified, FunctionArn].join(" "),
  );
  return createHash("sha256").update(lines.sort().join("\n")).digest("base64url").slice(0, 22);
}

/**
 * Reads one function whole: its tags, aliases and versions, and the policy of each target.
 * @param versions its configurations, one a version, as ListFunctions with FunctionVersion=ALL gives them
 * @returns null when it is gone
 */
export async function readFunction(
  client: RegionClient,
  accountId: string,
  versions: FunctionConfiguration[],
): Promise<FunctionRead | null> {
  const readAt = new Date();
  const latest = versions.find(({ Version }) => Version === "$LATEST");
  const name = latest?.FunctionName;
  // Listed with its versions, an ARN ends in `:$LATEST`.
  const arn = latest?.FunctionArn?.replace(/:\$LATEST$/, "");
  if (!latest || !name || !arn) return null;
  const [tags, aliases] = await Promise.all([client.findTags(arn), client.findAliases(name)]);
  if (!tags || !aliases) return null; // it was deleted since it was listed
  const targets = await Promise.all(
    shells(versions, aliases).map(async (shell) => {
      const { policy, revisionId } = await client.readPolicy(name, shell.qualifier);
      return { ...shell, policy, revisionId };
    }),
  );
  return {
    accountId,
    region: client.region,
    arn,
    name,
    description: latest.Description ?? "",
    runtime: latest.Runtime ?? null,
    lastModified: latest.LastModified ? new Date(latest.LastModified) : null,
    tags,
    targets,
    listed: listedAs(versions),
    readAt,
  };
}
