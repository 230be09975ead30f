import { readFileSync } from "node:fs";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll } from "vitest";
import { lambdaSettings } from "@/lib/aws/clients";
import { importAccounts } from "@/lib/catalog/import-accounts";
import { startSync } from "@/lib/catalog/start-sync";
import { syncPart } from "@/lib/catalog/sync-part";
import { db } from "@/lib/db/client";
import { buildEstate } from "../sandbox/estate/build";
import { startSandbox, type Sandbox } from "../sandbox/server";
import type { State } from "../sandbox/types";

/**
 * Gives the test file a sandbox AWS of its own, found as the product finds AWS. Together with `withDatabase`, which
 * comes first.
 * @param build what it starts with; the demo estate without it
 */
export function withSandbox(build: () => State = () => buildEstate("demo")) {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, state: build() });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "555566667777",
      AWS_SECRET_ACCESS_KEY: "sandbox-only",
    });
  });
  afterAll(() => sandbox.stop());
  return {
    /** The sandbox itself, once the tests run: its faults, its quotas, and what was written. */
    running: () => sandbox,
    /** A client with an account's own administrator credentials; it gives up when the product does. */
    clientOf: (accountId: string, region = "us-east-1") =>
      new LambdaClient({
        ...lambdaSettings,
        region,
        endpoint: sandbox.url,
        credentials: { accessKeyId: accountId, secretAccessKey: "x" },
      }),
    /** The same for its roles and users. */
    iamOf: (accountId: string) =>
      new IAMClient({
        region: "us-east-1",
        endpoint: sandbox.url,
        maxAttempts: 1,
        credentials: { accessKeyId: accountId, secretAccessKey: "x" },
      }),
  };
}

/** Connects the demo estate's accounts. */
export async function connectEstate(): Promise<void> {
  const imported = await importAccounts(
    { kind: "system", name: "cli" },
    JSON.parse(readFileSync("sandbox/estate/accounts.json", "utf8")),
  );
  const refused = imported.filter(({ what }) => what === "refused");
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
}

/** Reads one account (or all) as the worker would, part by part. */
export async function syncNow(accountId?: string): Promise<void> {
  const { id: syncId } = await startSync({ kind: "system", name: "cli" }, { accountId });
  const parts = await db().syncPart.findMany({ where: { syncId } });
  await Promise.all(
    parts.map(({ region, ...part }) => syncPart({ syncId, accountId: part.accountId, region })),
  );
  const failed = await db().syncPart.findMany({ where: { syncId, state: "failed" } });
  if (failed.length > 0)
    throw new Error(JSON.stringify(failed.map(({ region, failure }) => ({ region, failure }))));
}
