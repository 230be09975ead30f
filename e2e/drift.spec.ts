import { removeStatement } from "./caller";
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
  await dialog.getByRole("button", { name: "Restore access" }).click();
  await expect(petra.page.getByText("restored it")).toBeVisible();
  await expect(petra.page.getByText("Somebody removed the statement")).toBeHidden();
  await expect(petra.page.getByText("Active", { exact: true })).toBeVisible();
  await petra.close();
});
