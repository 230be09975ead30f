import { expectAccessible } from "./axe";
import { addStatement, changeStatement, invoke, tellOf } from "./caller";
import { expect, openBrowser, signIn, test } from "./person";
import { takePictures } from "./pictures";

const list = "/grants?drift=unmanaged&of=owned&q=media-thumbnail";
const [media, name] = ["666677778888", "media-thumbnail"];
const arn = `arn:aws:lambda:us-east-1:${media}:function:${name}:prod`;
const callers = ["222233334444", "444455556666", "123456789012"] as const;
const sids = ["old-orders", "old-reports", "old-refunds"] as const;
const target = (StatementId: string) => ({ FunctionName: name, Qualifier: "prod", StatementId });
const allow = (Principal: string) => ({ Action: "lambda:InvokeFunction", Principal });
const boxes = /^Select old-.* on media-thumbnail:prod/;

test.describe.configure({ mode: "serial" });

test("several statements that nobody here granted are removed at once, with a result a row", async ({
  browser,
}) => {
  for (const [index, sid] of sids.entries())
    await addStatement(media, target(sid), allow(callers[index] ?? ""));
  await tellOf(media, "AddPermission20150331v2", { functionName: name });
  expect(await invoke(callers[1], arn)).toMatch(/^200/);

  const stranger = await signIn(browser, "Rosa Reporting", list.replace("owned", "all"));
  const theirs = stranger.page.getByRole("checkbox", { name: boxes });
  await expect(async () => {
    await stranger.page.reload();
    await expect(theirs).toHaveCount(3, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await expect(theirs.first()).toBeDisabled();
  await expect(theirs.first()).toHaveAccessibleName(/not possible\. .*owner of media-thumbnail/);
  await stranger.close();

  const { page, close } = await signIn(browser, "Marc Media", list);
  const go = page.getByRole("button", { name: "Remove selected" });
  await expect(go).toHaveAttribute("title", "Tick at least one row first.");
  // By keyboard alone.
  for (const sid of sids.slice(0, 2))
    await page.getByRole("checkbox", { name: `Select ${sid}` }).press("Space");
  await expect(page.getByText("2 selected")).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "bulk-remove-select");
  await go.press("Enter");
  await page.waitForURL(/\/grants\/remove\?statement=.*&statement=/);
  await expect(page.getByRole("heading", { level: 1, name: "Remove 2 statements" })).toBeVisible();
  const rows = page.getByRole("table", { name: "Statements to remove" }).getByRole("row");
  await expect(rows.filter({ hasText: "Will be removed." })).toHaveCount(2);
  await expect(page.getByText("From then on calls of media-thumbnail:prod by")).toContainText(
    `${callers[0]}, ${callers[1]}`,
  );
  await rows.filter({ hasText: sids[0] }).locator("summary").press("Enter");
  const shown = page.getByRole("region", { name: "statement old-orders on media-thumbnail:prod" });
  await expect(shown).toContainText(`arn:aws:iam::${callers[0]}:root`);
  await expectAccessible(page);
  await takePictures(page, "bulk-remove-confirm");
  await page.getByRole("button", { name: "Remove 2 statements" }).click();
  await expect(page.getByText("Say why, in a few words")).toBeVisible();
  await expect(page.getByLabel("Reason")).toBeFocused();

  // Somebody changes one of them meanwhile.
  await changeStatement(media, target(sids[0]), { ...allow(callers[0]), Action: "lambda:GetFunction" });
  await page.getByLabel("Reason").fill("Nobody knows what they are for.");
  await page.getByRole("button", { name: "Remove 2 statements" }).click();
  await expect(page.getByText("1 is being removed now. 1 not: each row says why.")).toBeVisible();
  await expect(rows.filter({ hasText: sids[0] })).toContainText(
    "Not done. The statement is no longer as it was",
  );
  await expect(rows.filter({ hasText: sids[1] })).toContainText("Removed by Marc Media");
  await expectAccessible(page);
  await takePictures(page, "bulk-remove-result");
  await page.reload();
  await expect(rows.filter({ hasText: sids[0] })).toContainText("somebody removed or changed it in AWS");
  await expect(rows.filter({ hasText: sids[1] })).toContainText("Removed by Marc Media");
  await expect(page.getByLabel("Reason")).toBeHidden();
  expect(await invoke(callers[1], arn)).toContain("403");
  expect(await invoke(callers[2], arn)).toMatch(/^200/);
  await rows
    .filter({ hasText: sids[1] })
    .getByRole("link", { name: /^request \d+$/ })
    .click();
  await expect(page.getByText("What it allowed")).toBeVisible();
  await close();
});

test("without JavaScript: ticked, confirmed, and told a row at a time", async ({ browser }) => {
  const { page, close } = await openBrowser(browser, { javaScriptEnabled: false });
  await page.goto(list);
  await page.getByRole("button", { name: /^Sign in with/ }).click();
  await page.getByRole("button", { name: "Marc Media" }).click();
  await page.getByRole("button", { name: "Remove selected" }).click();
  await expect(page.getByText("No statement is selected")).toBeVisible();
  await page.goto(list);
  for (const sid of [sids[0], sids[2]]) await page.getByRole("checkbox", { name: `Select ${sid}` }).check();
  await page.getByRole("button", { name: "Remove selected" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Remove 2 statements" })).toBeVisible();
  await page.getByRole("button", { name: "Remove 2 statements" }).click();
  await expect(page.getByText("Say why, in a few words")).toBeVisible();
  await page.getByLabel("Reason").fill("Nobody knows what they are for.");
  await page.getByRole("button", { name: "Remove 2 statements" }).click();
  await expect(page.getByText("2 are being removed now.")).toBeVisible();
  await expect(async () => {
    await page.goto(page.url());
    await expect(page.getByText("Removed by Marc Media")).toHaveCount(2, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  expect(await invoke(callers[2], arn)).toContain("403");
  await close();
});
