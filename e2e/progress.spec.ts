import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { freePort } from "../bin/stack";
import { expect, signIn, test } from "./person";
import { takePictures } from "./pictures";
import { runningStack } from "./stack";

const stack = runningStack();

/** From now on AWS lists no functions, so that a sync goes on; or it does again. @param accounts of these alone */
async function holdSyncs(isHeld: boolean, accounts?: string[]): Promise<void> {
  const plan = isHeld ? { rate: 1, kinds: ["throttle"], operations: ["ListFunctions"], accounts } : {};
  await fetch(`${stack.aws}/_sandbox/faults`, { method: "POST", body: JSON.stringify(plan) });
}

/** Another process of the product on the same database, that serves pages and nothing else. */
async function startReplica() {
  const port = await freePort();
  const child = spawn(process.execPath, [path.resolve("bin/start.mjs"), "-p", String(port)], {
    env: { ...process.env, ...stack.env, WORKER: "off" },
    stdio: "ignore",
  });
  const url = `http://localhost:${port}`;
  await expect(async () => expect((await fetch(`${url}/api/health`)).ok).toBe(true)).toPass();
  return { url, stop: () => child.kill("SIGTERM"), gone: once(child, "exit") };
}

test("progress goes on after a reload, and a process that stops ends what it told", async ({ browser }) => {
  const { page, context, close } = await signIn(browser, "Ada Administrator", "/accounts");
  await holdSyncs(true);
  try {
    const isProgress = (response: { url: () => string }) => response.url().endsWith("/progress");
    await page.getByRole("button", { name: "Sync now" }).click();
    await expect(page.getByRole("heading", { name: "Sync under way" })).toBeVisible();
    const [told] = await Promise.all([page.waitForResponse(isProgress), page.reload()]);
    expect(told.status()).toBe(200);
    await expect(page.getByRole("heading", { name: "Sync under way" })).toBeVisible();

    const replica = await startReplica();
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const answer = await fetch(new URL(new URL(told.url()).pathname, replica.url), { headers: { cookie } });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toMatch(/^data: .*"state":"running"/);
    const stoppedAt = performance.now();
    replica.stop();
    let last = await reader?.read();
    while (last && !last.done) last = await reader?.read();
    expect(last?.done).toBe(true); // in order: what is cut off throws
    expect(await replica.gone).toEqual([0, null]);
    expect(performance.now() - stoppedAt).toBeLessThan(10_000); // what is not over would be waited for longer
  } finally {
    await holdSyncs(false);
  }
  await expect(page.getByRole("heading", { name: "Last sync" })).toBeVisible({ timeout: 90_000 });
  await close();
});

test("while one account is not read to the end, the others can be read again", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Ada Administrator", "/accounts");
  await holdSyncs(true, ["123456789012"]);
  try {
    const progress = page.getByTestId("sync-progress");
    const button = page.getByRole("button", { name: "Sync now" });
    await button.click();
    await expect(page.getByText("A sync has started.", { exact: true })).toBeVisible();
    await expect(progress).toContainText("10 of 12 accounts and regions", { timeout: 60_000 });
    await button.click();
    await expect(page.getByText(/^A sync has started\. Left out, since .* 123456789012 in /)).toBeVisible();
    await expect(
      page.getByRole("row", { name: /123456789012 us-east-1 .* by a sync started/ }),
    ).toBeVisible();
    await expect(progress).toContainText("10 of 12 accounts and regions", { timeout: 60_000 });
    await takePictures(page, "sync-beside");
  } finally {
    await holdSyncs(false);
  }
  await expect(page.getByRole("heading", { name: "Last sync" })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByTestId("sync-progress")).toContainText("12 of 12 accounts and regions");
  await close();
});
