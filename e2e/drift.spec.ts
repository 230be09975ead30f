import { changeStatement, removeStatement, tellOf } from "./caller";
import { expectAccessible } from "./axe";
import { expect, signIn, test } from "./person";
import { takePictures } from "./pictures";

test("a statement that somebody removed is noticed, shown, and restored by the owner", async ({
  browser,
}) => {
  const casey = await signIn(browser, "Casey Checkout", "/functions?q=my-function");
  await casey.page.getByRole("link", { name: "my-function" }).click();
  await casey.page.getByRole("link", { name: "Request access to my-function:canary" }).click();
  await casey.page.getByLabel("Who gets access").fill("666677778888");
  await casey.page.getByLabel("Reason").fill("The previews are rendered there.");
  await casey.page.getByRole("button", { name: "Send request" }).click();
  await casey.page.waitForURL(/\/requests\/\d+$/);
  const path = new URL(casey.page.url()).pathname;
  await casey.close();

  const petra = await signIn(browser, "Petra Payments", path);
  await petra.page.getByRole("button", { name: "Approve" }).click();
  await expect(petra.page.getByText("Active", { exact: true })).toBeVisible();
  const statement = await petra.page.getByRole("region", { name: "statement", exact: true }).textContent();
  const sid = /"Sid": "(xa-[0-9a-z]{26})"/.exec(statement ?? "")?.[1] ?? "";
  await removeStatement("123456789012", "my-function", "canary", sid);
  const removedAt = new Date();

  const ada = await signIn(browser, "Ada Administrator", "/accounts");
  await ada.page.getByRole("button", { name: "Sync now" }).click();
  await expect(ada.page.getByRole("heading", { name: "Last sync" })).toBeVisible({ timeout: 40_000 });
  await ada.close();

  await petra.page.goto("/");
  const changed = petra.page.getByRole("region", { name: "Failed or changed in AWS, and needs somebody" });
  await expect(async () => {
    await petra.page.reload();
    await expect(changed).toContainText("Somebody removed the statement", { timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await petra.page.goto(path);
  await expect(petra.page.getByText("Calls are refused. Restore it")).toBeVisible();
  await expectAccessible(petra.page);
  await takePictures(petra.page, "drift");
  await petra.page.getByRole("button", { name: "Restore" }).click();
  const dialog = petra.page.getByRole("dialog", { name: "Restore my-function:canary" });
  await dialog.getByLabel("Reason").fill("Removed by mistake.");
  // Meanwhile AWS tells that it was another thing; what was decided on is no longer what is known.
  await tellOf("123456789012", "CreateFunction20150331", { functionName: "my-function" }, removedAt);
  const another = await petra.page.context().newPage();
  await expect(async () => {
    await another.goto(path);
    await expect(another.getByText("The function was made anew")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
  await another.close();
  await dialog.getByRole("button", { name: "Restore access" }).click();
  await expect(dialog.getByRole("alert")).toContainText("no longer as it was shown to you");
  await expect(dialog).toContainText("What was approved was another function of that name.");
  await expect(dialog.getByLabel("Reason")).toHaveValue("Removed by mistake.");
  await dialog.getByRole("button", { name: "Restore access" }).click();
  await expect(petra.page.getByText("restored it")).toBeVisible();
  await expect(petra.page.getByText("The function was made anew")).toBeHidden();
  await expect(petra.page.getByText("Active", { exact: true })).toBeVisible();
  await petra.close();
});

test("what an event of AWS tells is on screen in seconds, with who did it; what stands instead is removed", async ({
  browser,
}) => {
  const petra = await signIn(browser, "Petra Payments", "/functions?q=checkout-price");
  await petra.page.getByRole("link", { name: "checkout-price" }).click();
  await petra.page.getByRole("link", { name: "Request access to checkout-price:prod" }).click();
  await petra.page.getByLabel("Who gets access").fill("123456789012");
  await petra.page.getByLabel("Reason").fill("Refunds look up the price.");
  await petra.page.getByRole("button", { name: "Send request" }).click();
  await petra.page.waitForURL(/\/requests\/\d+$/);
  const path = new URL(petra.page.url()).pathname;
  await petra.close();

  const { page, close } = await signIn(browser, "Casey Checkout", path);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Active", { exact: true })).toBeVisible();
  const statement = await page.getByRole("region", { name: "statement", exact: true }).textContent();
  const sid = /"Sid": "(xa-[0-9a-z]{26})"/.exec(statement ?? "")?.[1] ?? "";
  const seen = (sentence: string) =>
    expect(async () => {
      await page.reload();
      await expect(page.getByText(sentence)).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 10_000 });

  const target = { FunctionName: "checkout-price", Qualifier: "prod", StatementId: sid };
  const about = { functionName: "checkout-price", statementId: sid };
  await removeStatement("111122223333", "checkout-price", "prod", sid);
  await tellOf("111122223333", "RemovePermission20150331v2", about);
  await seen("Somebody removed the statement");
  await expect(page.getByText("AWS says: RemovePermission")).toContainText("assumed-role/terraform/run");
  await takePictures(page, "drift-told");
  await page.getByRole("button", { name: "Restore" }).click();
  const restore = page.getByRole("dialog", { name: "Restore checkout-price:prod" });
  await restore.getByLabel("Reason").fill("Terraform did not know of it.");
  await restore.getByRole("button", { name: "Restore access" }).click();
  await expect(page.getByText("Somebody removed the statement")).toBeHidden();
  await expect(page.getByText("Active", { exact: true })).toBeVisible();

  const other = { Action: "lambda:GetFunction", Principal: "999900001111" };
  await changeStatement("111122223333", target, other);
  await tellOf("111122223333", "AddPermission20150331v2", about);
  await seen("Somebody changed the statement");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Remove what stands" }).click();
  const remove = page.getByRole("dialog", { name: "Remove what stands of checkout-price:prod" });
  await expect(remove.getByRole("region", { name: "statement to be removed" })).toContainText(
    other.Principal,
  );
  await takePictures(page, "drift-remove");
  await remove.getByLabel("Reason").fill("Nobody asked for this.");
  await remove.getByRole("button", { name: "Remove the statement" }).click();
  await expect(page.getByText("Revoked", { exact: true })).toBeVisible();
  await close();
});
