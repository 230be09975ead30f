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

const homeArn = ({ homeAccountId, partition }: Connector) => `arn:${partition}:iam::${homeAccountId}:root`;

function trustPolicy(connector: Connector): object {
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
  const template = {
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
  return JSON.stringify(template, null, 2);
}

/** The lines that make it with the `aws` command: a stack in the account, or a StackSet's instance there. */
export function commandLines({ accountId }: Connector): string {
  const common = "--template-body file://xaccount-connector.json --capabilities CAPABILITY_NAMED_IAM";
  return [
    `aws cloudformation create-stack --stack-name xaccount-connector ${common}`,
    "",
    "# or, from the organization's management account:",
    `aws cloudformation create-stack-set --stack-set-name xaccount-connector-${accountId} ${common}`,
    `aws cloudformation create-stack-instances --stack-set-name xaccount-connector-${accountId} --accounts ${accountId} --regions us-east-1`,
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
