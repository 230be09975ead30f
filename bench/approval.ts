import { setTimeout as pause } from "node:timers/promises";
import { AddPermissionCommand, GetPolicyCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { db } from "@/lib/db/client";
import type { Stack } from "../bin/stack";
import { median, type Row } from "./row";
import type { SignedIn } from "./sign-in";

const rounds = 9;

async function ask(casey: SignedIn, functionId: string, role: string): Promise<number> {
  const { page } = casey;
  await page.goto(`/requests/new?function=${functionId}&qualifier=prod`);
  await page.getByLabel("Who gets access").fill(`arn:aws:iam::111122223333:role/${role}`);
  await page.getByLabel("Reason").fill("To measure how long it takes.");
  await page.getByRole("button", { name: "Send request" }).click();
  await page.waitForURL(/\/requests\/\d+$/);
  return Number(new URL(page.url()).pathname.split("/").at(-1));
}

/** From the approval's POST leaving the browser to the grant being active, in milliseconds. */
async function approve(petra: SignedIn, requestId: number): Promise<number> {
  const { page } = petra;
  await page.goto(`/requests/${requestId}`);
  let sentAt = 0;
  page.once("request", () => (sentAt = Date.now()));
  await page.getByRole("button", { name: "Approve" }).click();
  for (;;) {
    const grant = await db().grant.findFirst({ where: { requestId, state: "active" } });
    if (grant) return grant.updatedAt.getTime() - sentAt;
    await pause(20);
  }
}

/** The same three calls made bare: read, add, read back, in milliseconds. */
async function bare(client: LambdaClient, sid: string): Promise<number> {
  const target = { FunctionName: "payments-settle", Qualifier: "prod" };
  const started = performance.now();
  await client.send(new GetPolicyCommand(target)).catch(() => undefined); // there may be none yet
  await client.send(
    new AddPermissionCommand({
      ...target,
      StatementId: sid,
      Action: "lambda:InvokeFunction",
      Principal: "111122223333",
    }),
  );
  await client.send(new GetPolicyCommand(target));
  return performance.now() - started;
}

/** How much an approval costs over the AWS calls it must make. */
export async function measureApproval({
  stack,
  casey,
  petra,
}: {
  stack: Stack;
  casey: SignedIn;
  petra: SignedIn;
}): Promise<Row[]> {
  const ours: number[] = [];
  const names = ["payments-capture", "payments-authorize", "my-function"];
  for (let round = 0; round < rounds; round += 1) {
    const name = names[round % names.length];
    const { id } = await db().function.findFirstOrThrow({ where: { name, accountId: "123456789012" } });
    const role = ["checkout", "orders", "cart"][Math.floor(round / names.length)] ?? "checkout";
    ours.push(await approve(petra, await ask(casey, id, role)));
  }
  const credentials = { accessKeyId: "123456789012", secretAccessKey: "sandbox-only" };
  const client = new LambdaClient({ region: "eu-west-1", endpoint: stack.aws, credentials });
  const against: number[] = [];
  for (let round = 0; round < rounds; round += 1) against.push(await bare(client, `bare-${round}`));
  const [mine, theirs] = [median(ours), median(against)];
  return [
    {
      measure: `approval's POST to active ÷ the same three AWS calls bare (median of ${rounds})`,
      ours: `${mine.toFixed(0)} ms`,
      against: `${theirs.toFixed(1)} ms`,
      ratio: mine / theirs,
    },
  ];
}
