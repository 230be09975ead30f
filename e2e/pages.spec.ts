import { expectAccessible } from "./axe";
import { expect, openBrowser, signIn, test } from "./person";
import { takePictures } from "./pictures";

// Nothing here counts on what another file did: where a page needs a request, the test sends one.
const pages = [
  "/",
  "/functions",
  "/functions?q=nothing-is-called-this",
  "/access",
  "/access?view=matrix",
  "/access?view=graph",
  "/access?view=changes&from=2026-01-01T00:00",
  "/access/findings",
  "/access/o-demo0000xacc",
  "/access/1234",
  "/requests",
  "/requests?of=mine",
  "/requests/new",
  "/grants",
  "/grants?drift=unmanaged&of=all",
  "/grants/revoke",
  "/notifications",
  "/notifications?level=danger&unread=yes",
  "/audit",
  "/accounts",
  "/accounts/123456789012",
  "/health",
  "/requests/999999",
];

test("axe finds nothing on any page, light or dark", async ({ browser }) => {
  test.slow(); // every page, twice
  const { page, close } = await signIn(browser, "Ada Administrator");
  for (const path of pages.filter((one) => one !== "/requests/999999")) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
  await page.goto("/functions?q=payments-ledger");
  await page.getByRole("link", { name: "payments-ledger" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "payments-ledger" })).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "function-whole-document");
  await page.getByRole("link", { name: "Request access to payments-ledger:live" }).click();
  await page.getByLabel("Who gets access").fill("o-demo0000xacc");
  await expect(page.getByText("It reaches every account of the organization")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Reason").fill("Every account of the organization reads balances from it.");
  await page.getByRole("button", { name: "Send request" }).click();
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
  await expectAccessible(page);
  await close();
});

test("the sign-in page is accessible, and reads without JavaScript", async ({ browser }) => {
  const plain = await openBrowser(browser, { javaScriptEnabled: false });
  await plain.page.goto("/functions");
  await plain.page.getByRole("button", { name: /^Sign in with/ }).click();
  await plain.page.getByRole("button", { name: "Rosa Reporting" }).click();
  await expect(plain.page.getByRole("table", { name: "Functions" })).toBeVisible();
  await plain.close();
  const { page, close } = await openBrowser(browser);
  await page.goto("/sign-in");
  await expectAccessible(page);
  await takePictures(page, "sign-in");
  await close();
});

test("nothing scrolls sideways at 390 px", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Ada Administrator");
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of pages.filter((one) => one !== "/requests/999999")) {
    await page.goto(path);
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth: whole, clientWidth: shown } = document.documentElement;
      return { scrollWidth: whole, clientWidth: shown };
    });
    expect(scrollWidth, path).toBeLessThanOrEqual(clientWidth);
  }
  await close();
});

test("an administrator reads AWS again and sees the progress", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Ada Administrator", "/accounts");
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByRole("heading", { name: "Sync under way" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Last sync" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId("sync-progress")).toContainText("12 of 12 accounts and regions");
  await takePictures(page, "accounts");
  await close();
});

test("a sync goes on before one's eyes, told by the server; only to whoever is signed in", async ({
  browser,
}) => {
  const { page, close } = await signIn(browser, "Ada Administrator", "/accounts");
  const [told] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith("/progress")),
    page.getByRole("button", { name: "Sync now" }).click(),
  ]);
  expect(told.headers()["content-type"]).toContain("text/event-stream");
  let loads = 0;
  page.on("request", (request) => {
    const { rsc, "next-router-prefetch": ahead } = request.headers();
    if (request.resourceType() === "document" || (rsc && !ahead)) loads += 1;
  });
  const progress = page.getByTestId("sync-progress");
  const seen = new Set<string>();
  await expect(async () => {
    if ((await page.getByRole("heading", { name: "Sync under way" }).count()) > 0 && loads === 0)
      seen.add((await progress.textContent()) ?? "");
    await expect(page.getByRole("heading", { name: "Last sync" })).toBeVisible({ timeout: 100 });
  }).toPass({ timeout: 60_000, intervals: [100] });
  expect(seen.size, [...seen].join(" | ")).toBeGreaterThan(1); // without the page being read anew
  const stranger = await openBrowser(browser);
  const answer = await stranger.context.request.get(new URL(told.url()).pathname);
  expect(answer.status()).toBe(401);
  await stranger.close();
  const over = await page.request.get(told.url());
  expect((await over.text()).match(/^data: /gm)).toHaveLength(1); // what is over is told once
  await close();
});

test("an administrator prepares an account, and sees the role to make and why it does not connect yet", async ({
  browser,
}) => {
  const { page, close } = await signIn(browser, "Ada Administrator", "/accounts");
  const form = page.getByRole("form", { name: "Connect accounts" });
  await form.getByLabel("Account IDs").fill("12345");
  await form.getByLabel("Regions").fill("us-east-1");
  await form.getByRole("button", { name: "Prepare" }).click();
  await expect(form.getByText("12345: An account ID has 12 digits; this has 5.")).toBeVisible();
  await form.getByLabel("Account IDs").fill("999900004444");
  await form.getByRole("button", { name: "Prepare" }).click();
  await page.waitForURL("**/accounts/999900004444");
  await expect(page.getByRole("region", { name: "CloudFormation template" })).toContainText("sts:ExternalId");
  await page.getByRole("button", { name: "Try it, and connect" }).click();
  await expect(page.getByText("AWS did not let Xaccount do this in account 999900004444")).toBeVisible();
  await takePictures(page, "connect");
  await close();
});
