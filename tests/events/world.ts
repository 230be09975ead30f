import { randomUUID } from "node:crypto";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetPolicyCommand,
  PublishVersionCommand,
  PutResourcePolicyCommand,
  RemovePermissionCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { z } from "zod";

/** A grant of the product's, as somebody with the account's credentials sees it. */
export interface Ours {
  id: string;
  sid: string;
  principal: string;
}

/** A function in AWS, what was done to it past the product, and what CloudTrail would tell of that. */
export interface World {
  aws: LambdaClient;
  account: string;
  name: string;
  ours: Ours[];
  exists: boolean;
  hasAlias: boolean;
  /** Whether it was deleted and made anew since the grants were applied. */
  isAnother: boolean;
  events: object[];
}

const invoke = "lambda:InvokeFunction";
const document = z.object({ Statement: z.array(z.record(z.string(), z.unknown())) });

/** What CloudTrail tells of a call. */
function tell(world: World, eventName: string, statementId?: string): void {
  const { account, name } = world;
  world.events.push({
    ...{ "detail-type": "AWS API Call via CloudTrail", account, region: "us-east-1" },
    detail: {
      ...{ eventID: randomUUID(), eventSource: "lambda.amazonaws.com", eventName },
      eventTime: new Date().toISOString(),
      userIdentity: { arn: `arn:aws:sts::${account}:assumed-role/somebody/run` },
      requestParameters: { functionName: name, ...(statementId ? { statementId } : {}) },
    },
  });
}

/** Makes the function, with a version, an alias and a statement of its own. */
export async function make(world: World): Promise<void> {
  const { aws, account, name } = world;
  const [Role, Code] = [
    `arn:aws:iam::${account}:role/lambda-execution`,
    { ZipFile: Buffer.from(randomUUID()) },
  ];
  await aws.send(new CreateFunctionCommand({ FunctionName: name, Role, Code, Tags: { owner: "payments" } }));
  const { Version } = await aws.send(new PublishVersionCommand({ FunctionName: name }));
  await aws.send(new CreateAliasCommand({ FunctionName: name, Name: "prod", FunctionVersion: Version }));
  const own = { FunctionName: name, StatementId: "own", Action: invoke, Principal: account };
  await aws.send(new AddPermissionCommand(own));
  Object.assign(world, { exists: true, hasAlias: true });
}

const add = async (world: World, StatementId: string, Principal: string, Action = invoke) => {
  const target = { FunctionName: world.name, Qualifier: "prod", StatementId, Action, Principal };
  await world.aws.send(new AddPermissionCommand(target)).catch(() => null); // there already
  tell(world, "AddPermission20150331v2", StatementId);
};
const take = async (world: World, StatementId: string) => {
  const target = { FunctionName: world.name, Qualifier: "prod", StatementId };
  await world.aws.send(new RemovePermissionCommand(target)).catch(() => null); // not there
  tell(world, "RemovePermission20150331v2", StatementId);
};

/** What can be done to the function past the product. @param at picks one of several */
export const changes: Record<string, (world: World, at: number) => Promise<void>> = {
  "somebody removes a grant's": async (world, at) => {
    if (world.hasAlias) await take(world, world.ours[at % world.ours.length]?.sid ?? "");
  },
  "somebody changes a grant's": async (world, at) => {
    const sid = world.ours[at % world.ours.length]?.sid ?? "";
    if (!world.hasAlias) return;
    await take(world, sid);
    await add(world, sid, "999900001111", "lambda:GetFunction");
  },
  "somebody puts a grant's back": async (world, at) => {
    const ours = world.ours[at % world.ours.length];
    if (!world.hasAlias || !ours) return;
    await take(world, ours.sid);
    await add(world, ours.sid, ours.principal);
  },
  "somebody adds another": async (world, at) => {
    if (world.hasAlias) await add(world, `foreign-${at % 3}`, "999900001111");
  },
  "somebody removes another": async (world, at) => {
    if (world.hasAlias) await take(world, `foreign-${at % 3}`);
  },
  "somebody puts the whole policy": async (world) => {
    if (!world.hasAlias) return;
    const ResourceArn = `arn:aws:lambda:us-east-1:${world.account}:function:${world.name}:prod`;
    const Statement = [
      {
        Sid: "whole",
        Effect: "Allow",
        Principal: { AWS: world.account },
        Action: invoke,
        Resource: ResourceArn,
      },
    ];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await world.aws.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
    tell(world, "PutResourcePolicy");
  },
  "somebody deletes the alias": async (world) => {
    if (!world.hasAlias) return;
    await world.aws.send(new DeleteAliasCommand({ FunctionName: world.name, Name: "prod" }));
    world.hasAlias = false;
    tell(world, "DeleteAlias20150331");
  },
  "somebody deletes the function": async (world) => {
    if (!world.exists) return;
    await world.aws.send(new DeleteFunctionCommand({ FunctionName: world.name }));
    Object.assign(world, { exists: false, hasAlias: false });
    tell(world, "DeleteFunction20150331");
  },
  "somebody makes the function": async (world) => {
    if (world.exists) return;
    await make(world);
    world.isAnother = true;
    tell(world, "CreateFunction20150331");
  },
};

/** The statements that stand on a target, in their order; and the policy. */
export async function standing({ aws, name }: World, qualifier: string) {
  const command = new GetPolicyCommand({ FunctionName: name, Qualifier: qualifier || undefined });
  const { Policy = null } = await aws.send(command).catch(() => ({ Policy: undefined }));
  const documents = Policy === null ? [] : document.parse(JSON.parse(Policy)).Statement;
  return { policy: Policy, documents: documents.map((one) => JSON.stringify(one)) };
}
