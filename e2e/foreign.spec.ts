import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe";
import { invoke } from "./caller";
import { expect, signIn, test } from "./person";
import { takePictures } from "./pictures";

const open = async (page: Page, name: string) => {
  await page.goto(`/functions?q=${name}`);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("button", { name: "Read again from AWS" })).toBeVisible();
};

test("a statement that somebody made in AWS is adopted by the owner, and has an end from then on", async ({
  browser,
}) => {
  const { page, close } = await signIn(browser, "Petra Payments", "/grants");
  await page.getByRole("link", { name: "Out of band" }).click();
  const table = page.getByRole("table", { name: "Statements that nobody here granted" });
  await expect(table.getByRole("row").nth(1)).toContainText("public");
  await expectAccessible(page);
  await takePictures(page, "unmanaged");
  await table.getByRole("link", { name: "Settle gateway on payments-exchange-rates" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "payments-exchange-rates" })).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "gateway" });
  await expect(row).toContainText("out of band");
  await row.getByRole("button", { name: "Adopt" }).click();
  const dialog = page.getByRole("dialog", { name: "Adopt gateway" });
  await expect(dialog.getByRole("region", { name: "statement gateway" })).toContainText(
    '"Service": "apigateway.amazonaws.com"',
  );
  await dialog.getByLabel("Reason").fill("Short");
  await dialog.getByRole("button", { name: "Adopt the statement" }).click();
  await expect(dialog.getByText("Say what it is for, in a sentence")).toBeVisible();
  await expect(dialog.getByLabel("For how many days")).toHaveValue("90");
  await expectAccessible(page);
  await takePictures(page, "adopt");
  await dialog.getByLabel("For how many days").fill("30");
  await dialog.getByLabel("Reason").fill("The rates API calls it, as long as the gateway stands.");
  await dialog.getByRole("button", { name: "Adopt the statement" }).click();
  await page.waitForURL(/\/requests\/\d+$/);
  await expect(page.getByText("Active", { exact: true })).toBeVisible();
  await expect(page.getByText("The AWS service apigateway.amazonaws.com")).toBeVisible();
  await expect(page.getByText("took the statement over as it stands")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await expectAccessible(page);
  await takePictures(page, "adopted");
  const adopted = page.url();
  await page.getByRole("button", { name: "Keep longer" }).click();
  const keep = page.getByRole("dialog", { name: "Keep gateway for longer" });
  await keep.getByLabel("For how many days from now").fill("200");
  await keep.getByLabel("Reason").fill("The gateway stays until the summer.");
  await keep.getByRole("button", { name: "Keep it for longer" }).click();
  await page.waitForURL((url) => url.href !== adopted && /\/requests\/\d+$/.test(url.pathname));
  await expect(page.getByRole("list", { name: "Who relies on it" }).getByRole("listitem")).toHaveCount(2);
  await open(page, "payments-exchange-rates");
  await expect(row).toContainText("taken over by");
  await expect(row.getByRole("button", { name: "Adopt" })).toHaveCount(0);
  await takePictures(page, "function-foreign");
  await close();
});

test("one is removed, and nobody but owners can", async ({ browser }) => {
  const casey = await signIn(browser, "Casey Checkout");
  await open(casey.page, "payments-exchange-rates");
  const theirs = casey.page.getByRole("row").filter({ hasText: "all-accounts" });
  await expect(theirs.getByRole("button", { name: /^Remove/ })).toHaveAttribute("aria-disabled", "true");
  await casey.close();

  const arn = "arn:aws:lambda:us-east-1:123456789012:function:payments-exchange-rates";
  expect(await invoke("222233334444", arn)).toMatch(/^200/);
  const { page, close } = await signIn(browser, "Petra Payments");
  await open(page, "payments-exchange-rates");
  await page
    .getByRole("row")
    .filter({ hasText: "all-accounts" })
    .getByRole("button", { name: "Remove" })
    .click();
  const dialog = page.getByRole("dialog", { name: "Remove all-accounts" });
  await dialog.getByLabel("Reason").fill("Each account asks for itself from now on.");
  await dialog.getByRole("button", { name: "Remove the statement" }).click();
  await page.waitForURL(/\/requests\/\d+$/);
  await expect(page.getByText("Revoked", { exact: true })).toBeVisible();
  await expect(page.getByText("What it allowed")).toBeVisible();
  await takePictures(page, "removed");
  expect(await invoke("222233334444", arn)).toBe("403 AccessDeniedException");
  await close();
});

test("an approval that AWS refuses for a deleted role: the statement goes first, then it is applied", async ({
  browser,
}) => {
  const petra = await signIn(browser, "Petra Payments");
  await open(petra.page, "checkout-cart");
  await petra.page.getByRole("link", { name: "Request access to checkout-cart" }).click();
  await petra.page.getByLabel("Who gets access").fill("123456789012");
  await petra.page.getByLabel("Reason").fill("Refunds look into the cart.");
  await petra.page.getByRole("button", { name: "Send request" }).click();
  await petra.page.waitForURL(/\/requests\/\d+$/);
  const path = new URL(petra.page.url()).pathname;
  await petra.close();

  const { page, close } = await signIn(browser, "Casey Checkout", path);
  await page.getByRole("button", { name: "Approve" }).click();
  const first = page.getByRole("list", { name: "Statements that must go first" });
  await expect(first).toContainText("gone");
  await expectAccessible(page);
  await takePictures(page, "blocked");
  await first.getByRole("button", { name: "Remove it" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove gone" });
  await dialog.getByLabel("Reason").fill("The role was deleted.");
  await dialog.getByRole("button", { name: "Remove the statement" }).click();
  await expect(async () => {
    await page.reload();
    await expect(first).toBeHidden({ timeout: 1000 });
  }).toPass();
  await page.getByRole("button", { name: "Try again now" }).click();
  await expect(page.getByText("Active", { exact: true })).toBeVisible();
  await close();
});
