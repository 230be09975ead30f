import { expect, it } from "vitest";
import { readForeign } from "./foreign";

const target = {
  partition: "aws",
  region: "us-east-1",
  accountId: "123456789012",
  functionName: "my-function",
  qualifier: "prod",
};
const arn = "arn:aws:lambda:us-east-1:123456789012:function:my-function:prod";
const statement = (changed: object = {}) =>
  JSON.stringify({
    Sid: "theirs",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111122223333:root" },
    Action: "lambda:InvokeFunction",
    Resource: arn,
    ...changed,
  });
const read = (changed: object) => readForeign(statement(changed), target, false);

it.each<[string, object, object]>([
  [
    "an account",
    {},
    { principalKind: "account", principal: "111122223333", principalAccountId: "111122223333" },
  ],
  [
    "a service with conditions",
    {
      Principal: { Service: "s3.amazonaws.com" },
      Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:s3:::bucket" } },
    },
    { principalKind: "service", principal: "s3.amazonaws.com", principalAccountId: null },
  ],
  [
    "an organization",
    { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-demo0000xacc" } } },
    { principalKind: "organization", principal: "o-demo0000xacc" },
  ],
  ["everybody", { Principal: "*" }, { principalKind: "anyone", principal: "*" }],
  ["all actions", { Action: "lambda:*" }, { action: "lambda:*" }],
  ["an array of one", { Action: ["lambda:GetFunction"], Resource: [arn] }, { action: "lambda:GetFunction" }],
])("can adopt and remove one for %s", (_name, changed, foreign) => {
  expect(read(changed)).toMatchObject({ adopt: null, remove: null, foreign: { sid: "theirs", ...foreign } });
});

it.each<[string, object, RegExp]>([
  ["several principals", { Principal: { AWS: ["111122223333", "444455556666"] } }, /several principals/],
  ["everybody but some", { Principal: undefined, NotPrincipal: { AWS: "111122223333" } }, /everybody but/],
  ["several actions", { Action: ["lambda:InvokeFunction", "lambda:GetFunction"] }, /one action/],
  ["a pattern of actions", { Action: "lambda:Invoke*" }, /one action/],
  ["all actions but one", { Action: undefined, NotAction: "lambda:DeleteFunction" }, /one action/],
  ["another target", { Resource: `${arn}*` }, /this target alone/],
  ["a deleted role", { Principal: { AWS: "AROAEXAMPLEDELETED000" } }, /deleted.*Remove it/],
  ["a principal of another kind", { Principal: { Federated: "example.com" } }, /can't be read/],
])("can remove, but not adopt one for %s", (_name, changed, why) => {
  const answer = read(changed);
  expect(answer.adopt).toMatch(why);
  expect(answer).toMatchObject({ remove: null, foreign: { sid: "theirs" } });
});

it.each<[string, object, RegExp]>([
  ["no statement ID", { Sid: undefined }, /no statement ID/],
  ["an ID that AWS removes nothing by", { Sid: "a b" }, /no statement ID/],
  ["a Deny", { Effect: "Deny" }, /denies/],
  ["what can't be read", { Condition: { Strange: { a: "b" } } }, /can't be read.*Strange/],
])("can do neither for %s", (_name, changed, why) => {
  const answer = read(changed);
  expect(answer.adopt).toMatch(why);
  expect(answer.remove).toMatch(why);
});

it("names all of several, and tells two of one ID apart from one", () => {
  expect(read({ Principal: { AWS: ["111122223333", "444455556666"] } }).foreign).toMatchObject({
    principalKind: "unknown",
    principal: "111122223333, 444455556666",
    principalAccountId: null,
  });
  expect(readForeign(statement(), target, true).remove).toMatch(/Two statements/);
});
