import { readFileSync } from "node:fs";
import { expectAccessible } from "./axe";
import { expect, signIn, test } from "./person";
import { takePictures } from "./pictures";

test("why: the deciding statement, marked, and what would change the answer", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Alex Auditor", "/access?q=payments-ledger");
  const row = page.getByRole("row", { name: /payments-ledger/ }).first();
  await row.getByRole("link", { name: /^Why / }).click();
  await expect(page.getByRole("heading", { level: 1, name: /payments-ledger\?$/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "For the answer to be another" }).first()).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "why");
  await close();
});

test("the matrix: a cell says how and since when, and opens why; groups open and close", async ({
  browser,
}) => {
  const { page, close } = await signIn(browser, "Alex Auditor", "/access?view=matrix");
  const matrix = page.getByRole("region", { name: "Matrix of principal accounts and functions" });
  await expect(matrix.getByRole("link", { name: /on .+: .+, since \d{4}-/ }).first()).toBeVisible();
  await takePictures(page, "matrix");
  await page.getByRole("button", { name: "Close all" }).click();
  await expect(matrix.getByRole("link", { name: /on \d+ functions: / }).first()).toBeVisible();
  await page.getByRole("button", { name: "Open all" }).click();
  await page.getByLabel("Group functions by").selectOption("team");
  await matrix
    .getByRole("link", { name: /on .+: .+, since/ })
    .first()
    .click();
  await expect(page.getByText("For the answer to be another").first()).toBeVisible();
  await close();
});

test("the graph draws accounts, principals and targets, each a link", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Alex Auditor", "/access?view=graph&q=payments");
  const graph = page.getByRole("region", { name: /Graph of accounts/ });
  await expect(graph.getByRole("link").first()).toBeVisible();
  await takePictures(page, "graph");
  await page.goto("/access?view=graph");
  await takePictures(page, "graph-whole");
  await close();
});

test("as of a past moment nobody was let in; compared with now, they gained it", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Alex Auditor", "/access?at=2026-01-01T00:00");
  await expect(page.getByText("No statement matches")).toBeVisible();
  await page.goto("/access?view=changes&from=2026-01-01T00:00&q=my-function");
  const gained = page.getByRole("table", { name: "Gained" });
  await expect(gained).toContainText("events.amazonaws.com");
  await takePictures(page, "changes");
  await close();
});

test("the export is what the list shows", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Alex Auditor", "/access?q=my-function&source=out_of_band");
  const table = page.getByRole("table", { name: "Access" });
  const shown = (await table.getByRole("row").count()) - 1;
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export NDJSON" }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trimEnd()
    .split("\n");
  expect(lines).toHaveLength(shown);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    source: "out_of_band",
    decision: expect.any(String) as unknown,
  });
  await close();
});

test("a finding says what it means and the way out, and can be acknowledged until a day", async ({
  browser,
}) => {
  const auditor = await signIn(browser, "Alex Auditor", "/access/findings?level=danger");
  await expect(auditor.page.getByRole("table", { name: "Findings" })).toContainText("everybody");
  await takePictures(auditor.page, "findings");
  await auditor.close();
  const { page, close } = await signIn(browser, "Petra Payments", "/access/findings?q=payments");
  const row = page.getByRole("row", { name: /payments/ }).first();
  const finding = (await row.locator("b").first().textContent()) ?? "";
  await row.getByText("Acknowledge").first().click();
  const form = row.getByRole("form", { name: /^Acknowledge/ });
  await form.getByLabel("Why it may stand").fill("short");
  await form.getByLabel("Until").fill("2020-01-01");
  await form.getByRole("button", { name: "Acknowledge" }).click();
  await expect(form.getByText("Say why it may stand")).toBeVisible();
  await form.getByLabel("Why it may stand").fill("Known to the team; it goes with the next release.");
  const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  await form.getByLabel("Until").fill(soon);
  await form.getByRole("button", { name: "Acknowledge" }).click();
  await expect(form).toBeHidden(); // it is no longer among the open ones
  await page.goto("/access/findings?q=payments&state=acknowledged");
  await expect(page.getByRole("table", { name: "Findings" })).toContainText(finding);
  await expect(page.getByText(`Until ${soon}`)).toBeVisible();
  await close();
});
