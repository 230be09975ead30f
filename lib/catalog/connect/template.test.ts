import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { inPartition } from "@/tests/in-partition";
import { cloudFormation, connectorArn, stackLine, stackSet, stackSetLines, terraform } from "./template";

const connector = {
  ...{ homeAccountId: "555566667777", accountId: "111122223333", partition: "aws" },
  externalId: "xa-00112233445566778899aabbccddeeff",
};

const statement = z.looseObject({ Effect: z.string(), Action: z.union([z.string(), z.array(z.string())]) });
const document = z.looseObject({ Statement: z.array(statement) });
const role = z.object({
  Resources: z.object({
    Connector: z.object({
      Properties: z.object({
        AssumeRolePolicyDocument: document,
        Policies: z.tuple([z.object({ PolicyDocument: document })]),
      }),
    }),
  }),
});

/** The trust policy and what the role may, of a template. */
function policiesOf(template: string) {
  const { AssumeRolePolicyDocument, Policies } = role.parse(JSON.parse(template)).Resources.Connector
    .Properties;
  return [AssumeRolePolicyDocument, Policies[0].PolicyDocument];
}
const inTerraform = (text: string) =>
  [...text.matchAll(/<<-JSON\n([^]*?)\n {2}JSON\n/g)].map(([, json]) => JSON.parse(json ?? "") as unknown);

it.each([
  ["aws", "us-east-1"],
  ["aws-cn", "cn-north-1"],
  ["aws-us-gov", "us-gov-west-1"],
])("is the same role in CloudFormation, as a StackSet and in Terraform, in %s", (partition, region) => {
  const here = { ...connector, partition };
  const [trust, rights] = policiesOf(inPartition(cloudFormation(here), partition));
  expect(trust?.Statement).toMatchObject([{ Principal: { AWS: `arn:${partition}:iam::555566667777:root` } }]);
  expect(inTerraform(inPartition(terraform(here), partition))).toEqual([trust, rights]);
  const lookUp = JSON.stringify({ "Fn::FindInMap": ["Accounts", { Ref: "AWS::AccountId" }, "ExternalId"] });
  const found = inPartition(stackSet([here]), partition)
    .replace(/\s+/g, "")
    .replace(lookUp, JSON.stringify(connector.externalId));
  expect(policiesOf(found)).toEqual([trust, rights]);
  expect(connectorArn(here)).toBe(`arn:${partition}:iam::111122223333:role/XaccountConnector`);
  for (const line of [stackLine(region), ...stackSetLines([here.accountId], partition).split("\n")])
    expect(line).toContain(`--region ${region}`);
  expect(stackSetLines([here.accountId], partition)).toContain(`--regions ${region}`);
});

it("may call what the product calls, and nothing else; and let in no service", () => {
  const source = readFileSync("lib/aws/region-client.ts", "utf8");
  const calls = [...source.matchAll(/this\.#call\(\s*"(\w+)"/g)].map(([, name]) => `lambda:${name}`);
  const [, rights] = policiesOf(cloudFormation(connector));
  const allowed = rights?.Statement.flatMap(({ Effect, Action }) => (Effect === "Allow" ? Action : []));
  expect(allowed?.toSorted()).toEqual(calls.toSorted());
  expect(rights?.Statement.filter(({ Effect }) => Effect === "Deny")).toEqual([
    {
      ...{ Effect: "Deny", Action: "lambda:AddPermission", Resource: "*" },
      Condition: {
        StringLike: { "lambda:Principal": ["*.amazonaws.com", "*.amazonaws.com.cn", "*.amazon.com"] },
      },
    },
  ]);
});
