import type { Shape } from "./function";
import { seededId } from "./seed";
import { account, everybody, identity, organization, publicUrl, service, type Part } from "./statements";

const org = "o-demo0000xacc";
const [payments, checkout, analytics, platform, media, login, partner] = [
  "123456789012",
  "111122223333",
  "444455556666",
  "555566667777",
  "666677778888",
  "222233334444",
  "777788889999",
] as const;
const role = (id: string, name: string) => `arn:aws:iam::${id}:role/${name}`;

/** So many statements that the policy is close to its limit of 20,480 bytes. */
const crowd: Part[] = Array.from({ length: 64 }, (_, index) =>
  service(
    `topic-subscription-${String(index).padStart(3, "0")}`,
    "sns",
    `arn:aws:sns:us-east-1:${media}:media-ingest-${String(index).padStart(3, "0")}`,
  ),
);

const wholeDocument = {
  Version: "2012-10-17",
  Id: "payments-ledger",
  Statement: [
    {
      Sid: "TeamsRead",
      Effect: "Allow",
      Principal: { AWS: [`arn:aws:iam::${analytics}:root`, role(checkout, "orders")] },
      Action: ["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"],
      Resource: ["RESOURCE"],
    },
    {
      Effect: "Deny",
      Principal: "*",
      Action: "lambda:InvokeFunction",
      Resource: "RESOURCE",
      Condition: { StringNotEquals: { "aws:PrincipalOrgID": org } },
    },
    {
      Sid: "NobodyChangesIt",
      Effect: "Deny",
      NotPrincipal: { AWS: role(platform, "deployer") },
      Action: ["lambda:UpdateFunctionCode", "lambda:DeleteFunction"],
      Resource: "RESOURCE",
    },
  ],
};

/** Functions that show one thing each that one meets in life. */
export const special: Shape[] = [
  {
    account: payments,
    region: "us-east-1",
    name: "my-function",
    owner: "payments",
    description: "Charges a card",
    tags: { team: "payments", env: "production" },
    versions: 2,
    aliases: { prod: "1", canary: "2" },
    policies: {
      prod: [
        service(
          "nightly-settlement",
          "events",
          `arn:aws:events:us-east-1:${payments}:rule/nightly-settlement`,
        ),
      ],
      canary: [identity("reporting-canary", role(analytics, "reporting"))],
    },
  },
  {
    account: payments,
    region: "us-east-1",
    name: "payments-ledger",
    owner: "payments",
    description: "Books every movement",
    versions: 1,
    aliases: { live: "1" },
    documents: { "": wholeDocument },
  },
  {
    account: payments,
    region: "us-east-1",
    name: "payments-refund",
    owner: "payments",
    versions: 3,
    aliases: { prod: "3", previous: "2" },
    policies: {
      prod: [account("checkout-account", checkout), identity("orders-role", role(checkout, "orders"))],
      previous: [account("checkout-account", checkout)],
      "": [account("checkout-legacy", checkout)],
    },
  },
  {
    account: payments,
    region: "eu-west-1",
    name: "payments-webhook",
    owner: "payments",
    url: "NONE",
    policies: { "": publicUrl() },
  },
  {
    account: payments,
    region: "us-east-1",
    name: "payments-fraud-check",
    owner: "payments fraud",
    runtime: "python3.13",
    versions: 1,
    aliases: { prod: "1" },
    policies: { prod: [organization("everyone-in-the-company", org)] },
  },
  {
    account: payments,
    region: "us-east-1",
    name: "payments-exchange-rates",
    owner: "payments",
    policies: {
      "": [
        organization("all-accounts", org),
        service("gateway", "apigateway", `arn:aws:execute-api:us-east-1:${payments}:a1b2c3d4e5/*/GET/rates`),
      ],
    },
  },
  {
    account: payments,
    region: "us-east-1",
    name: "payments-receipts",
    owner: "payments",
    policies: { "": [service("receipts-bucket", "s3", "arn:aws:s3:::payments-receipts", payments)] },
  },
  {
    account: payments,
    region: "us-east-1",
    name: "payments-admin",
    owner: "payments",
    policies: { "": [account("platform-everything", platform, "lambda:*")] },
  },
  {
    account: checkout,
    region: "us-east-1",
    name: "checkout-price",
    owner: "checkout",
    versions: 2,
    aliases: { prod: "2" },
    policies: {
      prod: [
        identity("fraud-scoring", role(payments, "fraud-scoring")),
        identity("partner", role(partner, "integration")),
      ],
    },
  },
  {
    account: checkout,
    region: "us-east-1",
    name: "checkout-cart",
    owner: "checkout",
    policies: {
      "": [
        identity("gone", seededId("AROA", "a role that was deleted")),
        identity("analyst", `arn:aws:iam::${analytics}:user/analyst`),
      ],
    },
  },
  {
    account: checkout,
    region: "eu-west-1",
    name: "checkout-gateway",
    owner: "checkout",
    policies: {
      "": [
        service(
          "rest-api",
          "apigateway",
          `arn:aws:execute-api:eu-west-1:${checkout}:f6g7h8i9j0/prod/POST/checkout`,
        ),
      ],
    },
  },
  {
    account: checkout,
    region: "us-east-1",
    name: "checkout-events",
    owner: "checkout",
    policies: { "": [service("any-bucket", "s3")] },
  },
  {
    account: analytics,
    region: "us-east-1",
    name: "analytics-ingest",
    owner: "analytics",
    runtime: "python3.13",
    policies: {
      "": [
        service("orders-topic", "sns", `arn:aws:sns:us-east-1:${checkout}:orders`),
        account("from-checkout", checkout),
        account("from-payments", payments),
      ],
    },
  },
  {
    account: analytics,
    region: "us-east-1",
    name: "analytics-report",
    owner: "analytics rosa@example.com",
    runtime: "python3.13",
    versions: 4,
    aliases: { prod: "4", stage: "4" },
    policies: {
      "4": [identity("pinned-version", role(payments, "settlement"))],
      prod: [identity("settlement", role(payments, "settlement"))],
    },
  },
  {
    account: analytics,
    region: "eu-west-1",
    name: "analytics-open-data",
    owner: "analytics",
    policies: { "": [everybody("open-data")] },
  },
  {
    account: platform,
    region: "us-east-1",
    name: "platform-secrets-rotate",
    owner: "platform",
    policies: { "": [service("rotation", "secretsmanager", undefined, platform)] },
  },
  {
    account: platform,
    region: "us-east-1",
    name: "platform-deploy-hook",
    owner: "platform",
    policies: {
      "": [
        identity("deployer-code", role(payments, "settlement"), "lambda:UpdateFunctionCode"),
        service("rule", "events", `arn:aws:events:us-east-1:${platform}:rule/deploy`),
      ],
    },
  },
  {
    account: media,
    region: "us-east-1",
    name: "media-ingest",
    owner: "media",
    description: "Every topic of ours ends here",
    policies: { "": crowd },
  },
  {
    account: media,
    region: "us-east-1",
    name: "media-preview",
    owner: "media",
    url: "NONE",
    policies: { "": publicUrl().slice(0, 1) },
  },
  {
    account: media,
    region: "eu-west-1",
    name: "fault-throttle-reports",
    owner: "media",
    description: "Writing its policy is always throttled",
    versions: 1,
    aliases: { prod: "1" },
  },
  {
    account: media,
    region: "eu-west-1",
    name: "fault-unreachable-reports",
    owner: "media",
    description: "Writing its policy never gets an answer",
    versions: 1,
    aliases: { prod: "1" },
  },
  {
    account: login,
    region: "us-east-1",
    name: "identity-token",
    owner: "identity",
    versions: 2,
    aliases: { prod: "2" },
    policies: {
      prod: [
        account("checkout", checkout),
        account("payments", payments),
        account("analytics", analytics),
        account("media", media),
      ],
    },
  },
  {
    account: login,
    region: "eu-west-1",
    name: "identity-lookup",
    policies: { "": [organization("company", org)] },
    description: "Nobody put an owner on it",
  },
];
