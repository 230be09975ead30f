import { invoke } from "./caller";
import { expectAccessible } from "./axe";
import { expect, signIn, test } from "./person";
import { takePictures } from "./pictures";

const grantee = "444455556666";
const arn = "arn:aws:lambda:us-east-1:123456789012:function:my-function:canary";
let path = "";

test.describe.configure({ mode: "serial" });

test("access without an end: asked for, refused to the owner by the rules, approved by whom they let", async ({
  browser,
}) => {
  const casey = await signIn(browser, "Casey Checkout", "/functions?q=my-function");
  await casey.page.getByRole("link", { name: "my-function" }).click();
  await casey.page.getByRole("link", { name: "Request access to my-function:canary" }).click();
  await casey.page.getByLabel("Who gets access").fill(grantee);
  await casey.page.getByLabel("Reason").fill("Every report begins with it, for as long as there are any.");
  await casey.page.getByRole("checkbox", { name: "No end" }).check();
  await expect(casey.page.getByText("It has no end", { exact: true })).toBeVisible();
  await expect(casey.page.getByText("Which of them can approve that it has no end")).toBeVisible();
  await expectAccessible(casey.page);
  await takePictures(casey.page, "permanent-form");
  await casey.page.getByRole("button", { name: "Send request" }).click();
  await casey.page.waitForURL(/\/requests\/\d+$/);
  path = new URL(casey.page.url()).pathname;
  await casey.close();

  const petra = await signIn(browser, "Petra Payments", path);
  await expect(petra.page.getByRole("button", { name: /^Approve/ })).toHaveAttribute(
    "title",
    "Only an administrator can approve access without an end.",
  );
  await takePictures(petra.page, "permanent-review");
  await petra.close();
  const ada = await signIn(browser, "Ada Administrator", path);
  await ada.page.getByRole("button", { name: "Approve" }).click();
  await expect(ada.page.getByText("Active", { exact: true })).toBeVisible();
  await expect(ada.page.getByText("It works without an end, until somebody takes it back.")).toBeVisible();
  await expect(ada.page.getByText("asked for it, without an end")).toBeVisible();
  await ada.close();
});

test("asking for the same again is a short form, and nothing is written anew", async ({ browser }) => {
  const rosa = await signIn(browser, "Rosa Reporting", path);
  await rosa.page.getByRole("link", { name: /^Renew/ }).click();
  await expect(rosa.page.getByText("It stands without an end already.")).toBeVisible();
  await expect(rosa.page.getByLabel("Who gets access")).toBeHidden();
  await rosa.page.getByRole("checkbox", { name: "No end" }).uncheck();
  await rosa.page.getByLabel("For how many days").fill("20");
  await expect(rosa.page.getByText("it stands already: no bytes are added")).toBeVisible();
  await expectAccessible(rosa.page);
  await takePictures(rosa.page, "renew");
  await rosa.page.getByRole("button", { name: "Send request" }).click();
  await rosa.page.waitForURL(/\/requests\/\d+$/);
  const second = new URL(rosa.page.url()).pathname;
  await rosa.close();
  const petra = await signIn(browser, "Petra Payments", second);
  await petra.page.getByRole("button", { name: "Approve" }).click();
  await expect(petra.page.getByText("Applied", { exact: true }).first()).toBeVisible();
  await expect(petra.page.getByRole("list", { name: "Who relies on it" }).first()).toContainText(
    "Casey Checkout",
  );
  await petra.close();
});

test("given back, the statement stays for whoever else relies on it, and can be asked for again", async ({
  browser,
}) => {
  const { page, close } = await signIn(browser, "Casey Checkout", path);
  await page.getByRole("button", { name: "Give back" }).click();
  const dialog = page.getByRole("dialog", { name: "Give back my-function:canary" });
  await expect(dialog).toContainText("The statement stays");
  await expect(dialog.getByRole("list", { name: "Who relies on it" })).toContainText("Rosa Reporting");
  await takePictures(page, "give-back");
  await dialog.getByLabel("Reason").fill("Rosa's team takes it over.");
  await dialog.getByRole("button", { name: "Give access back" }).click();
  await expect(page.getByText("The statement stays, since others rely on it.")).toBeVisible();
  await takePictures(page, "given-back");
  expect(await invoke(grantee, arn)).toBe("200, version 2");
  await page.getByRole("link", { name: /^Renew/ }).click();
  await expect(page.getByText(/It stands until \d+ \w+ \d{4}\. Once approved/)).toBeVisible();
  await page.getByRole("link", { name: "Change these" }).click();
  await expect(page.getByLabel("Who gets access")).toHaveValue(grantee);
  await close();
});
