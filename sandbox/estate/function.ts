import { codeOf, newConfiguration } from "../lambda/configuration";
import type { FunctionState, State } from "../types";
import { regionOf } from "../lambda/target";
import { accountOf } from "../accounts";
import { seededUuid } from "./seed";
import type { Part } from "./statements";

/** One function of the estate. Policies by qualifier, '' for the unqualified function. */
export interface Shape {
  account: string;
  region: string;
  name: string;
  owner?: string;
  description?: string;
  runtime?: string;
  tags?: Record<string, string>;
  versions?: number;
  aliases?: Record<string, string>;
  policies?: Record<string, Part[]>;
  /** A document written whole, as it stands, with `RESOURCE` where the ARN goes. */
  documents?: Record<string, unknown>;
  url?: "NONE" | "AWS_IAM";
}

const made = "2026-03-02T09:00:00.000+0000";

/** Puts a function into the state. */
export function addFunction(state: State, shape: Shape): void {
  const { account, region, name, owner, policies = {}, documents = {}, aliases = {} } = shape;
  accountOf(state, account);
  const target = { accountId: account, region, name, qualifier: "" };
  const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
  const resource = (qualifier: string) => (qualifier ? `${arn}:${qualifier}` : arn);
  const configuration = {
    ...newConfiguration(target, {
      Runtime: shape.runtime ?? "nodejs22.x",
      Description: shape.description ?? "",
      Role: `arn:aws:iam::${account}:role/lambda-execution`,
    }),
    ...codeOf(`${arn} latest`),
    LastModified: made,
    RevisionId: seededUuid(arn),
  };
  const fn: FunctionState = {
    name,
    configuration,
    versions: {},
    nextVersion: (shape.versions ?? 0) + 1,
    aliases: {},
    policies: {},
    tags: { ...(owner ? { owner } : {}), ...shape.tags },
    reservedConcurrency: null,
    urls: {},
  };
  for (let number = 1; number < fn.nextVersion; number += 1) {
    fn.versions[String(number)] = {
      ...configuration,
      ...codeOf(`${arn} ${number}`),
      RevisionId: seededUuid(`${arn}:${number}`),
    };
  }
  for (const [alias, version] of Object.entries(aliases)) {
    fn.aliases[alias] = {
      Name: alias,
      FunctionVersion: version,
      Description: "",
      RevisionId: seededUuid(`${arn}:${alias}`),
    };
  }
  for (const [qualifier, parts] of Object.entries(policies)) {
    const Statement = parts.map(({ Condition, ...part }) => ({
      ...part,
      Resource: resource(qualifier),
      ...(Condition ? { Condition } : {}),
    }));
    fn.policies[qualifier] = {
      revisionId: seededUuid(`${resource(qualifier)} policy`),
      document: { Version: "2012-10-17", Id: "default", Statement },
    };
  }
  for (const [qualifier, document] of Object.entries(documents)) {
    const text = JSON.stringify(document).replaceAll("RESOURCE", resource(qualifier));
    fn.policies[qualifier] = {
      revisionId: seededUuid(`${resource(qualifier)} policy`),
      document: JSON.parse(text) as FunctionState["policies"][string]["document"],
    }; // a document of ours
  }
  if (shape.url) {
    const id = seededUuid(`${arn} url`).replaceAll("-", "");
    fn.urls[""] = {
      FunctionUrl: `https://${id}.lambda-url.${region}.on.aws/`,
      FunctionArn: arn,
      AuthType: shape.url,
      InvokeMode: "BUFFERED",
      CreationTime: made,
      LastModifiedTime: made,
    };
  }
  regionOf(state, account, region).functions[name] = fn;
}
