import { firstRegionOf } from "@/lib/lambda/region";

/** What a template is made for. */
export interface Connector {
  /** The account Xaccount runs in. */
  homeAccountId: string;
  accountId: string;
  partition: string;
  externalId: string;
}

/** The role's name in every account. */
export const connectorRole = "XaccountConnector";

/** The role's ARN in an account. */
export function connectorArn({ accountId, partition }: Pick<Connector, "accountId" | "partition">): string {
  return `arn:${partition}:iam::${accountId}:role/${connectorRole}`;
}

/** What Xaccount reads. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
const reads = [
  "lambda:GetAccountSettings",
  "lambda:ListFunctions",
  "lambda:ListVersionsByFunction",
  "lambda:ListAliases",
  "lambda:ListTags",
  "lambda:GetPolicy",
];
const writes = ["lambda:AddPermission", "lambda:RemovePermission"];

/** Who is trusted: an account by its ARN, in the partition as `partition` finds it. */
const homeArn = (homeAccountId: string, partition: string) => `arn:${partition}:iam::${homeAccountId}:root`;

/** The trust policy, its values as they are or as a template finds them. */
function trustPolicy(home: string | object, externalId: string | object): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: home },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": externalId } },
      },
    ],
  };
}

/** Services, as policies name them; some of China's by names of their own. */
const services = ["*.amazonaws.com", "*.amazonaws.com.cn", "*.amazon.com"];

/** Never a service: what lambda:Principal says is whom AddPermission is asked to let in. */
function rolePolicy(): object {
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: reads, Resource: "*" },
      { Effect: "Allow", Action: writes, Resource: "*" },
      {
        Effect: "Deny",
        Action: "lambda:AddPermission",
        Resource: "*",
        Condition: { StringLike: { "lambda:Principal": services } },
      },
    ],
  };
}

/** A CloudFormation template (JSON) that makes the role, in whichever partition it is made. */
export function cloudFormation({ homeAccountId, externalId }: Connector): string {
  return JSON.stringify(templateOf(homeAccountId, externalId), null, 2);
}

function templateOf(homeAccountId: string, externalId: string | object) {
  const home = { "Fn::Sub": homeArn(homeAccountId, "${AWS::Partition}") };
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Lets Xaccount read Lambda policies here, and add and remove statements that were approved.",
    Resources: {
      Connector: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: connectorRole,
          AssumeRolePolicyDocument: trustPolicy(home, externalId),
          Policies: [{ PolicyName: "xaccount", PolicyDocument: rolePolicy() }],
        },
      },
    },
    Outputs: { RoleArn: { Value: { "Fn::GetAtt": ["Connector", "Arn"] } } },
  };
}

/** The most that a template given in a call may have, in bytes. */
export const templateLimitBytes = 51_200;

/**
 * The most accounts that one template's mapping can hold.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html (mapping attributes)
 */
export const stackSetLimit = 200;

/**
 * One template for a StackSet over several accounts, each with the external ID that is its own: the template looks it
 * up by the account it is made in. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html
 */
export function stackSet(connectors: [Connector, ...Connector[]]): string {
  const [first] = connectors;
  const byAccount = { "Fn::FindInMap": ["Accounts", { Ref: "AWS::AccountId" }, "ExternalId"] };
  const Accounts = Object.fromEntries(
    connectors.map(({ accountId, externalId }) => [accountId, { ExternalId: externalId }]),
  );
  const template = templateOf(first.homeAccountId, byAccount);
  return JSON.stringify({ ...template, Mappings: { Accounts } }, null, 2);
}

/** The line that makes it with the `aws` command: a stack in the account. @param region one of its own; the role is of none */
export const stackLine = (region: string) =>
  `aws cloudformation create-stack --stack-name xaccount-connector --template-body file://xaccount-connector.json --capabilities CAPABILITY_NAMED_IAM --region ${region}`;

/**
 * The lines that make a StackSet of several accounts, from the organization's management account.
 * @param partition theirs: it says in which region the stacks are; the role is of no region
 */
export function stackSetLines(accountIds: string[], partition: string): string {
  const name = "--stack-set-name xaccount-connector";
  const region = firstRegionOf(partition);
  return [
    `aws cloudformation create-stack-set ${name} --template-body file://xaccount-connectors.json --capabilities CAPABILITY_NAMED_IAM --region ${region}`,
    `aws cloudformation create-stack-instances ${name} --accounts ${accountIds.join(" ")} --regions ${region} --region ${region}`,
  ].join("\n");
}

/** The same in Terraform. */
export function terraform({ homeAccountId, externalId }: Connector): string {
  const heredoc = (value: object) => JSON.stringify(value, null, 2).replaceAll("\n", "\n  ");
  const home = homeArn(homeAccountId, "${data.aws_partition.current.partition}");
  return `data "aws_partition" "current" {}

resource "aws_iam_role" "xaccount" {
  name               = "${connectorRole}"
  assume_role_policy = <<-JSON
  ${heredoc(trustPolicy(home, externalId))}
  JSON
}

resource "aws_iam_role_policy" "xaccount" {
  name   = "xaccount"
  role   = aws_iam_role.xaccount.id
  policy = <<-JSON
  ${heredoc(rolePolicy())}
  JSON
}
`;
}
