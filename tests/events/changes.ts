import { randomUUID } from "node:crypto";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  PublishVersionCommand,
  PutResourcePolicyCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UpdateAliasCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import fc from "fast-check";

/** Where the changes happen. */
export const place = { account: "123456789012", region: "us-east-1" };
const arnOf = (name: string) => `arn:aws:lambda:${place.region}:${place.account}:function:${name}`;

/** Functions that are not there at first. */
const passing = ["fourth", "fifth"];

/** Somebody's change of a function in AWS, by its own account's credentials. */
export interface Change {
  kind: "add" | "remove" | "put" | "point" | "alias" | "unalias" | "tag" | "create" | "publish" | "delete";
  name: string;
  qualifier: string;
  number: number;
}

/** How an event of a change arrives: never, once or twice, and after how many others. */
export interface Delivery {
  times: number;
  late: number;
}

const someChangeOfOne: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("add", "add", "remove", "put", "point", "alias", "unalias", "tag"),
  name: fc.constantFrom("my-function", "second", "third", ...passing),
  qualifier: fc.constantFrom("", "prod", "extra"),
  number: fc.integer({ min: 1, max: 2 }),
});
/** Functions come and go, too. */
const someComing: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("create", "create", "publish", "delete"),
  name: fc.constantFrom(...passing),
  qualifier: fc.constant(""),
  number: fc.constant(1),
});
export const someChange = fc.oneof(
  { weight: 3, arbitrary: someChangeOfOne },
  { weight: 2, arbitrary: someComing },
);
export const someDelivery = (fewest: number): fc.Arbitrary<Delivery> =>
  fc.record({ times: fc.integer({ min: fewest, max: 2 }), late: fc.integer({ min: 0, max: 3 }) });

function commandOf({ kind, name, qualifier, number }: Change, granted: string) {
  const FunctionName = name;
  const Qualifier = qualifier || undefined;
  const version = String(number);
  const StatementId = number === 2 && kind === "remove" ? granted : `foreign-${number}`;
  switch (kind) {
    case "add":
      return new AddPermissionCommand({
        ...{ FunctionName, Qualifier, StatementId },
        ...{ Action: "lambda:InvokeFunction", Principal: `99990000000${number}` },
      });
    case "remove":
      return new RemovePermissionCommand({ FunctionName, Qualifier, StatementId });
    case "put": {
      const ResourceArn = qualifier ? `${arnOf(name)}:${qualifier}` : arnOf(name);
      const statement = {
        Effect: "Deny",
        Principal: "*",
        Action: "lambda:InvokeFunction",
        Resource: ResourceArn,
      };
      const Policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Sid: `put-${number}`, ...statement }],
      });
      return new PutResourcePolicyCommand({ ResourceArn, Policy });
    }
    case "point":
      return new UpdateAliasCommand({ FunctionName, Name: "prod", FunctionVersion: version });
    case "alias":
      return new CreateAliasCommand({ FunctionName, Name: "extra", FunctionVersion: version });
    case "unalias":
      return new DeleteAliasCommand({ FunctionName, Name: "extra" });
    case "create":
      return new CreateFunctionCommand({
        ...{ FunctionName, Role: `arn:aws:iam::${place.account}:role/lambda-execution` },
        ...{ Code: { ZipFile: Buffer.from(randomUUID()) }, Tags: { owner: "payments" } },
      });
    case "publish":
      return new PublishVersionCommand({ FunctionName });
    case "delete":
      return new DeleteFunctionCommand({ FunctionName });
    case "tag":
      return new TagResourceCommand({ Resource: arnOf(name), Tags: { team: version } });
  }
}

const eventNames: Record<Change["kind"], string> = {
  add: "AddPermission20150331v2",
  remove: "RemovePermission20150331v2",
  put: "PutResourcePolicy",
  point: "UpdateAlias20150331",
  alias: "CreateAlias20150331",
  unalias: "DeleteAlias20150331",
  tag: "TagResource20170331v2",
  create: "CreateFunction20150331",
  publish: "PublishVersion20150331",
  delete: "DeleteFunction20150331",
};

/** Makes a change; AWS may refuse it. @returns the event that EventBridge would bring */
export async function make(aws: LambdaClient, change: Change, granted: string): Promise<object> {
  const command = commandOf(change, granted) as AddPermissionCommand; // one or another: all are sent the same way
  const errorCode = await aws.send(command).then(
    () => undefined,
    (error: Error) => error.name,
  );
  const { kind, name } = change;
  const about =
    kind === "tag" ? { resource: arnOf(name) } : kind === "put" ? { resourceArn: arnOf(name) } : null;
  return {
    ...{ "detail-type": "AWS API Call via CloudTrail", ...place },
    detail: {
      ...{
        eventID: randomUUID(),
        eventSource: "lambda.amazonaws.com",
        eventName: eventNames[kind],
        errorCode,
      },
      ...{ eventTime: new Date().toISOString(), requestParameters: about ?? { functionName: name } },
    },
  };
}
