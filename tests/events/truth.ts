import {
  GetPolicyCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { db } from "@/lib/db/client";

/** A function with its tags, and of each target the version it points to and its policy. */
type Picture = Record<string, { tags: object; targets: Record<string, [string | null, string | null]> }>;

/** What AWS has, asked for directly. */
export async function truth(aws: LambdaClient): Promise<Picture> {
  const { Functions = [] } = await aws.send(new ListFunctionsCommand({ FunctionVersion: "ALL" }));
  const picture: Picture = {};
  for (const { FunctionName = "", FunctionArn = "", Version = "" } of Functions) {
    const { targets } = (picture[FunctionName] ??= {
      tags:
        (await aws.send(new ListTagsCommand({ Resource: FunctionArn.replace(/:\$LATEST$/, "") }))).Tags ?? {},
      targets: {},
    });
    targets[Version === "$LATEST" ? "" : Version] = [Version === "$LATEST" ? null : Version, null];
    if (Version !== "$LATEST") continue;
    const { Aliases = [] } = await aws.send(new ListAliasesCommand({ FunctionName }));
    for (const { Name = "", FunctionVersion } of Aliases) targets[Name] = [FunctionVersion ?? null, null];
  }
  for (const [FunctionName, { targets }] of Object.entries(picture))
    for (const [qualifier, target] of Object.entries(targets)) {
      const command = new GetPolicyCommand({ FunctionName, Qualifier: qualifier || undefined });
      target[1] = (await aws.send(command).catch(() => null))?.Policy ?? null; // it has none
    }
  return picture;
}

/** What the product has of it, and the texts of the statements it finds things by. */
export async function index(): Promise<{ picture: Picture; statements: string[] }> {
  const rows = await db().function.findMany({
    where: { goneAt: null },
    include: { targets: { where: { goneAt: null }, include: { statements: { where: { goneAt: null } } } } },
  });
  const picture = Object.fromEntries(
    rows.map(({ name, tags, targets }) => [
      name,
      {
        tags: tags as object, // what ListTags answered
        targets: Object.fromEntries(
          targets.map((one): [string, [string | null, string | null]] => [
            one.qualifier,
            [one.version, one.policy],
          ]),
        ),
      },
    ]),
  );
  const all = rows.flatMap(({ targets }) => targets.flatMap(({ statements }) => statements));
  return { picture, statements: all.map(({ document }) => document).toSorted() };
}

/** The statements of all policies of a picture, as they stand in them. */
export function statementsIn(picture: Picture): string[] {
  return Object.values(picture)
    .flatMap(({ targets }) => Object.values(targets))
    .flatMap(([, policy]) => {
      if (policy === null) return [];
      const { Statement } = JSON.parse(policy) as { Statement: object[] }; // the sandbox's own
      return Statement.map((one) => JSON.stringify(one));
    })
    .toSorted();
}
