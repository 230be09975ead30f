import { expect, it } from "vitest";
import { firstRegionOf, isRegion, partitionBy, partitionOf, regionHints, roleHints } from "./region";

it.each([
  ["us-east-1", "aws"],
  ["eu-central-2", "aws"],
  ["ap-southeast-7", "aws"],
  ["il-central-1", "aws"],
  ["mx-central-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["cn-northwest-1", "aws-cn"],
  ["us-gov-east-1", "aws-us-gov"],
  ["us-gov-west-1", "aws-us-gov"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["us-isof-south-1", "aws-iso-f"],
  ["eusc-de-east-1", "aws-eusc"],
])("%s is a region of %s", (region, partition) => {
  expect(isRegion(region)).toBe(true);
  expect(partitionOf(region)).toBe(partition);
  expect(partitionOf(firstRegionOf(partition))).toBe(partition);
});

it.each(["", "moon", "us-east", "US-EAST-1", "us-east-1a", "us_east_1"])("“%s” is no region", (text) => {
  expect(isRegion(text)).toBe(false);
});

const role = (partition: string) => `arn:${partition}:iam::111122223333:role/XaccountConnector`;
it.each<[string, string[], string | null, string | null | RegExp]>([
  ["nothing says anything", [], null, null],
  ["regions do", ["us-gov-west-1", "us-gov-east-1"], null, "aws-us-gov"],
  ["a role does", [], role("aws-cn"), "aws-cn"],
  ["both do", ["cn-north-1"], role("aws-cn"), "aws-cn"],
  [
    "regions contradict each other",
    ["us-east-1", "cn-north-1"],
    null,
    /us-east-1 .* aws, .*cn-north-1 of aws-cn/,
  ],
  [
    "the role contradicts them",
    ["us-gov-west-1"],
    role("aws"),
    /us-gov-west-1 .* aws-us-gov, .*role .* of aws;/,
  ],
])("%s", (_name, regions, roleArn, expected) => {
  const read = partitionBy([...regionHints(regions), ...roleHints(roleArn)]);
  if (expected instanceof RegExp)
    expect(read).toMatchObject({ ok: false, sentence: expect.stringMatching(expected) as string });
  else expect(read).toEqual({ ok: true, value: expected });
});
