import type { Parsed } from "./types";

const commercial = { prefix: "", partition: "aws", first: "us-east-1" };

/**
 * AWS's partitions, by how the names of their regions begin; `first` is a region that every account of one has. Accounts,
 * roles and ARNs of one are nothing in another. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
const partitions = [
  { prefix: "cn-", partition: "aws-cn", first: "cn-north-1" },
  { prefix: "us-gov-", partition: "aws-us-gov", first: "us-gov-west-1" },
  { prefix: "us-iso-", partition: "aws-iso", first: "us-iso-east-1" },
  { prefix: "us-isob-", partition: "aws-iso-b", first: "us-isob-east-1" },
  { prefix: "eu-isoe-", partition: "aws-iso-e", first: "eu-isoe-west-1" },
  { prefix: "us-isof-", partition: "aws-iso-f", first: "us-isof-south-1" },
  { prefix: "eusc-", partition: "aws-eusc", first: "eusc-de-east-1" },
];

/** Whether it is named as regions are. */
export const isRegion = (text: string) => /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(text);

/** The partition that a region is in. */
export function partitionOf(region: string): string {
  return (partitions.find(({ prefix }) => region.startsWith(prefix)) ?? commercial).partition;
}

/** A region that every account of a partition has. */
export function firstRegionOf(partition: string): string {
  return (partitions.find((one) => one.partition === partition) ?? commercial).first;
}

/** Where something puts an account, in words: a region, a role's ARN, what is known. */
interface Hint {
  what: string;
  partition: string;
}

/**
 * The partition of an account, from all that says something about it.
 * @returns no partition when nothing says anything; a sentence when two contradict each other
 */
export function partitionBy(hints: Hint[]): Parsed<string | null> {
  const [first] = hints;
  const other = hints.find(({ partition }) => partition !== first?.partition);
  if (first && other)
    return {
      ok: false,
      sentence: `${first.what} is of AWS's partition ${first.partition}, and ${other.what} of ${other.partition}; an account is in one partition.`,
    };
  return { ok: true, value: first?.partition ?? null };
}

/** What regions say of their account's partition. */
export const regionHints = (regions: string[]): Hint[] =>
  regions.map((region) => ({ what: region, partition: partitionOf(region) }));

/** What a role's ARN says of it. */
export const roleHints = (roleArn: string | null | undefined): Hint[] =>
  roleArn ? [{ what: "the role " + roleArn, partition: roleArn.split(":")[1] ?? "" }] : [];
