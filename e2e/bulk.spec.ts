import { expectAccessible } from "./axe";
import { grantAccess } from "./ask";
import { invoke } from "./caller";
import { expect, openBrowser, signIn, test } from "./person";
import { takePictures } from "./pictures";

const list = "/grants?state=active&q=media-watermark";
const principals = ["222233334444", "444455556666", "123456789012"];
const arn = "arn:aws:lambda:eu-west-1:666677778888:function:media-watermark:prod";

test.describe.configure({ mode: "serial" });

test("several grants are revoked at once, with a result a row that survives a reload", async ({
  browser,
}) => {
  test.slow(); // three requests, each approved
  for (const principal of principals) {
    await grantAccess(browser, {
      ...{ by: "Casey Checkout", name: "media-watermark", alias: "prod", principal },
      ...{ reason: "The spring campaign marks its pictures.", approver: "Marc Media" },
    });
  }
  expect(await invoke("444455556666", arn)).toMatch(/^200/);
  const stranger = await signIn(browser, "Rosa Reporting", list);
  const hers = stranger.page.getByRole("checkbox", { name: /^Select media-watermark:prod for/ });
  await expect(hers).toHaveCount(3);
  await expect(hers.first()).toBeDisabled();
  await expect(hers.first()).toHaveAccessibleName(/not possible\. .*owner of media-watermark/);
  await expect(stranger.page.getByRole("checkbox", { name: "Select all on this page" })).toBeDisabled();
  await stranger.close();

  const { page, close } = await signIn(browser, "Marc Media", list);
  const go = page.getByRole("button", { name: "Revoke selected" });
  await expect(go).toHaveAttribute("title", "Tick at least one row first.");
  // By keyboard alone.
  const all = page.getByRole("checkbox", { name: "Select all on this page" });
  await all.focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("3 selected")).toBeVisible();
  await page.getByRole("checkbox", { name: `for ${principals[2]}` }).press("Space");
  await expect(page.getByText("2 selected")).toBeVisible();
  await expect(all).not.toBeChecked();
  await expectAccessible(page);
  await takePictures(page, "bulk-select");
  await go.press("Enter");
  await page.waitForURL(/\/grants\/revoke\?grant=.*&grant=/);
  await expect(page.getByRole("heading", { level: 1, name: "Revoke 2 grants" })).toBeVisible();
  const rows = page.getByRole("table", { name: "Grants to revoke" }).getByRole("row");
  await expect(rows.filter({ hasText: "Will be revoked." })).toHaveCount(2);
  await expect(rows.filter({ hasText: principals[0] })).toContainText("of Casey Checkout, until");
  await expect(page.getByText("From then on calls of media-watermark:prod by")).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "bulk-confirm");
  await page.getByRole("button", { name: "Revoke 2 grants" }).click();
  await expect(page.getByText("Say why, in a few words")).toBeVisible();
  await expect(page.getByLabel("Reason")).toBeFocused();

  // Somebody is faster with one of them.
  const ada = await signIn(browser, "Ada Administrator", list);
  await ada.page.getByRole("row", { name: principals[0] }).getByRole("button", { name: "Revoke" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Revoke media-watermark:prod" });
  await dialog.getByLabel("Reason").fill("Theirs is over already.");
  await dialog.getByRole("button", { name: "Revoke access" }).click();
  await expect(ada.page.getByRole("row", { name: principals[0] })).toHaveCount(0);
  await ada.close();
  await page.getByLabel("Reason").fill("The campaign is over.");
  await page.getByRole("button", { name: "Revoke 2 grants" }).click();
  await expect(page.getByText("1 is being revoked now. 1 not: each row says why.")).toBeVisible();
  await expect(rows.filter({ hasText: principals[0] })).toContainText(
    /Not done\. It (is already|has already)/,
  );
  await expect(rows.filter({ hasText: principals[1] })).toContainText("Revoked by Marc Media");
  await expectAccessible(page);
  await takePictures(page, "bulk-result");
  await page.reload();
  await expect(rows.filter({ hasText: principals[0] })).toContainText("Revoked by Ada Administrator");
  await expect(rows.filter({ hasText: principals[1] })).toContainText("Revoked by Marc Media");
  await expect(page.getByLabel("Reason")).toBeHidden();
  expect(await invoke("444455556666", arn)).toContain("403");
  await close();
});

test("without JavaScript: ticked, confirmed, and told a row at a time", async ({ browser }) => {
  const { page, close } = await openBrowser(browser, { javaScriptEnabled: false });
  await page.goto(list);
  await page.getByRole("button", { name: /^Sign in with/ }).click();
  await page.getByRole("button", { name: "Marc Media" }).click();
  await expect(page.getByText("Select all on this page")).toBeHidden();
  await page.getByRole("button", { name: "Revoke selected" }).click();
  await expect(page.getByText("No grant is selected")).toBeVisible();
  await page.goto(list);
  await page.getByRole("checkbox", { name: `for ${principals[2]}` }).check();
  await page.getByRole("button", { name: "Revoke selected" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Revoke 1 grant" })).toBeVisible();
  await page.getByRole("button", { name: "Revoke 1 grant" }).click();
  await expect(page.getByText("Say why, in a few words")).toBeVisible();
  await page.getByLabel("Reason").fill("The campaign is over.");
  await page.getByRole("button", { name: "Revoke 1 grant" }).click();
  await expect(page.getByText("1 is being revoked now.")).toBeVisible();
  await expect(async () => {
    await page.goto(page.url());
    await expect(page.getByText("Revoked by Marc Media")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await close();
});
