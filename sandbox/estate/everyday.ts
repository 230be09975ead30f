import type { Shape } from "./function";
import { account, identity, service } from "./statements";

const teams: [id: string, team: string, names: string[]][] = [
  [
    "123456789012",
    "payments",
    ["capture", "authorize", "settle", "dispute", "payout", "risk-limits", "card-vault", "invoice"],
  ],
  [
    "111122223333",
    "checkout",
    ["address-check", "coupon", "shipping-quote", "tax", "confirm", "abandoned-cart", "stock-hold"],
  ],
  [
    "444455556666",
    "analytics",
    ["sessionize", "funnel", "cohorts", "export-csv", "anomalies", "dashboards", "retention"],
  ],
  [
    "555566667777",
    "platform",
    ["log-router", "cost-report", "tag-enforcer", "certificate-renew", "inventory", "backup", "alerts"],
  ],
  [
    "666677778888",
    "media",
    ["transcode", "thumbnail", "watermark", "captions", "cdn-purge", "moderation", "upload-sign"],
  ],
  [
    "222233334444",
    "identity",
    ["session", "password-reset", "mfa", "audit-feed", "profile", "consent", "device-trust"],
  ],
];
const runtimes = ["nodejs22.x", "python3.13", "java21", "provided.al2023"];

/** What an ordinary function's policy is: mostly its own account's plumbing, now and then a neighbour. */
function ordinaryPolicy(id: string, name: string, region: string, index: number): Shape["policies"] {
  const [neighbour = id] = teams[(index * 5 + 1) % teams.length] ?? [];
  switch (index % 6) {
    case 0:
      return { "": [service("schedule", "events", `arn:aws:events:${region}:${id}:rule/${name}`)] };
    case 1:
      return { prod: [service("uploads", "s3", `arn:aws:s3:::${name}-uploads`, id)] };
    case 2:
      return neighbour === id ? {} : { prod: [account(`from-${neighbour}`, neighbour)] };
    case 3:
      return { "": [service("topic", "sns", `arn:aws:sns:${region}:${id}:${name}`)] };
    case 4:
      return {
        prod: [identity("deployer", "arn:aws:iam::555566667777:role/deployer", "lambda:GetFunction")],
      };
    default:
      return {};
  }
}

/** Ordinary functions, so that searching and filtering have something to do. */
export const everyday: Shape[] = teams.flatMap(([id, team, names], teamIndex) =>
  names.map((short, position): Shape => {
    const index = teamIndex * 3 + position;
    const region = position % 3 === 2 ? "eu-west-1" : "us-east-1";
    const name = `${team}-${short}`;
    const policies = ordinaryPolicy(id, name, region, index);
    return {
      account: id,
      region,
      name,
      owner: team,
      runtime: runtimes[index % runtimes.length],
      tags: { team, env: position % 4 === 3 ? "staging" : "production" },
      versions: 1 + (index % 3),
      aliases: { prod: "1" },
      policies,
    };
  }),
);
