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

const homeArn = ({ homeAccountId, partition }: Pick<Connector, "homeAccountId" | "partition">) =>
  `arn:${partition}:iam::${homeAccountId}:root`;

/** What the trust policy needs; the external ID as it is, or as a template finds it. */
type Trusting = Pick<Connector, "homeAccountId" | "partition"> & { externalId: string | object };

function trustPolicy(connector: Trusting): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: homeArn(connector) },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": connector.externalId } },
      },
    ],
  };
}

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
        Condition: { StringLike: { "lambda:Principal": ["*.amazonaws.com", "*.amazon.com"] } },
      },
    ],
  };
}

/** A CloudFormation template (JSON) that makes the role; the same for a StackSet, one account at a time. */
export function cloudFormation(connector: Connector): string {
  return JSON.stringify(templateOf(connector), null, 2);
}

function templateOf(connector: Trusting) {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Lets Xaccount read Lambda policies here, and add and remove statements that were approved.",
    Resources: {
      Connector: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: connectorRole,
          AssumeRolePolicyDocument: trustPolicy(connector),
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
  const template = templateOf({ ...first, externalId: byAccount });
  return JSON.stringify({ ...template, Mappings: { Accounts } }, null, 2);
}

/** The line that makes it with the `aws` command: a stack in the account. */
export const stackLine =
  "aws cloudformation create-stack --stack-name xaccount-connector --template-body file://xaccount-connector.json --capabilities CAPABILITY_NAMED_IAM";

/** The lines that make a StackSet of several accounts, from the organization's management account. */
export function stackSetLines(accountIds: string[]): string {
  const name = "--stack-set-name xaccount-connector";
  return [
    `aws cloudformation create-stack-set ${name} --template-body file://xaccount-connectors.json --capabilities CAPABILITY_NAMED_IAM`,
    `aws cloudformation create-stack-instances ${name} --accounts ${accountIds.join(" ")} --regions us-east-1`,
  ].join("\n");
}

/** The same in Terraform. */
export function terraform(connector: Connector): string {
  const heredoc = (value: object) => JSON.stringify(value, null, 2).replaceAll("\n", "\n  ");
  return `resource "aws_iam_role" "xaccount" {
  name               = "${connectorRole}"
  assume_role_policy = <<-JSON
  ${heredoc(trustPolicy(connector))}
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
