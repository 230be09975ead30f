import { CreateRoleCommand, DeleteRoleCommand } from "@aws-sdk/client-iam";
import { GetPolicyCommand, PutResourcePolicyCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { beforeAll, expect, it } from "vitest";
import { rereadFunction } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { findFound } from "./found";
import { retryGrant } from "./retry";

withDatabase();
const sandbox = withSandbox();
const account = "123456789012";
const arn = `arn:aws:lambda:us-east-1:${account}:function:my-function:prod`;
const cast = withCast();
let aws: LambdaClient;

beforeAll(() => {
  aws = sandbox.clientOf(account);
});

const roleArn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const allow = (name: string, more: object = {}) => ({
  ...{ Effect: "Allow", Principal: { AWS: roleArn(name) }, Action: "lambda:InvokeFunction", Resource: arn },
  ...more,
});
const put = (Statement: object[]) =>
  aws.send(
    new PutResourcePolicyCommand({
      ResourceArn: arn,
      Policy: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  );

/** Somebody puts the policy, with statements for roles that are deleted then. */
async function putForDeleted(names: string[], statements: object[]): Promise<string> {
  const iam = sandbox.iamOf("111122223333");
  const AssumeRolePolicyDocument = '{"Version":"2012-10-17","Statement":[]}';
  for (const RoleName of names) await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await put(statements);
  for (const RoleName of names) await iam.send(new DeleteRoleCommand({ RoleName }));
  await rereadFunction(cast.functionId);
  const read = await aws.send(new GetPolicyCommand({ FunctionName: "my-function", Qualifier: "prod" }));
  return read.Policy ?? "";
}

/** An approval that AWS refuses. */
async function refused() {
  const id = (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
  await applyGrant(id);
  const grant = await db().grant.findUniqueOrThrow({ where: { id } });
  const { blockers = [] } = (await findFound([grant])).get(id) ?? {};
  return { id, grant, blockers: blockers.map(({ sid }) => sid) };
}

const begins =
  "AWS takes no statement into this policy while it holds one that names a role or user that was deleted, and nothing was changed.";

it("a statement without an ID that names a deleted role is named by its place: it has to go in AWS", async () => {
  const policy = await putForDeleted(["left"], [allow("checkout"), allow("left")]);
  const uniqueId = /AROA\w+/.exec(policy)?.[0] ?? "none";
  const { id, grant, blockers } = await refused();
  expect(grant).toMatchObject({
    state: "failed",
    failure: {
      code: "Refused",
      sentence: `${begins} AWS removes no statement that has no ID: put the policy anew in AWS, without statement no. 2 (for ${uniqueId}), then try again.`,
    },
  });
  expect(blockers).toEqual([]);

  await put([allow("checkout")]);
  await retryGrant(cast.petra, id);
  await applyGrant(id);
  expect(await db().grant.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "active" });
});

it("beside one that has an ID, that one can still be removed from here", async () => {
  await putForDeleted(["left", "gone"], [allow("left"), allow("gone", { Sid: "theirs" })]);
  const { grant, blockers } = await refused();
  const { sentence } = grant.failure as { sentence: string };
  expect(sentence).toMatch(
    /Remove theirs first \(it lets nobody in\)\. AWS removes .* no\. 1 \(for AROA\w+\), then try again\.$/,
  );
  expect(blockers).toEqual(["theirs"]);
});

it("one of which the rest can't be read stands in the way, too", async () => {
  const Condition = { NobodyKnows: { "aws:SourceAccount": account } };
  await putForDeleted(["left"], [allow("left", { Sid: "strange", Condition })]);
  const { grant, blockers } = await refused();
  expect(grant.failure).toMatchObject({ sentence: expect.stringMatching(/Remove strange first/) as unknown });
  expect(blockers).toEqual(["strange"]);
});

it("who else a statement lets in is not said to be nobody", async () => {
  const AWS = [roleArn("left"), roleArn("checkout")];
  await putForDeleted(["left"], [allow("left", { Sid: "both", Principal: { AWS } })]);
  const { grant } = await refused();
  expect(grant.failure).toMatchObject({ sentence: `${begins} Remove both first, then try again.` });
});

it("where none names a deleted one, the grantee is who AWS does not know", async () => {
  const Condition = { StringEquals: { "aws:userid": "AIDAEXAMPLEDELETED00" } };
  await putForDeleted([], [allow("checkout", { Condition })]);
  const id = (await verbs[0]?.prepare(cast, roleArn("never-made"))) ?? "";
  await applyGrant(id);
  expect(await db().grant.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "failed",
    failure: { sentence: expect.stringMatching(/^AWS does not know the grantee/) as unknown },
  });
});
