import { invoke } from "./caller";
import { expectAccessible } from "./axe";
import { expect, openBrowser, signIn, test } from "./person";
import { takePictures } from "./pictures";

const grantee = "222233334444";
const arn = "arn:aws:lambda:us-east-1:123456789012:function:my-function:canary";
const emergency = "The canary drops sessions; sign-in has to call it now.";
let path = "";

test.describe.configure({ mode: "serial" });

test("whoever is on call breaks glass, and it is active within seconds", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Otto On-call", "/functions?q=my-function");
  await page.getByRole("link", { name: "my-function" }).click();
  await page.getByRole("link", { name: "Request access to my-function:canary" }).click();
  await expect(page.getByText("You may break glass")).toBeVisible();
  await page.getByLabel("Who gets access").fill(grantee);
  await page.getByLabel("Reason").fill("Sign-in checks sessions against the canary.");
  await page.getByRole("button", { name: "Send request" }).click();
  await page.waitForURL(/\/requests\/\d+$/);
  path = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "Break glass" }).click();
  const dialog = page.getByRole("dialog", { name: "Break glass for my-function:canary" });
  await expect(dialog.getByText("It ends after 24 hours at the latest")).toBeVisible();
  await dialog.getByLabel("What is the emergency?").fill("now");
  await dialog.getByRole("button", { name: "Break glass, apply now" }).click();
  await expect(dialog.getByText("Say what the emergency is, in a sentence")).toBeVisible();
  await takePictures(page, "break-glass");
  await dialog.getByLabel("What is the emergency?").fill(emergency);
  await dialog.getByRole("button", { name: "Break glass, apply now" }).click();
  await expect(page.getByText("Active", { exact: true })).toBeVisible();
  expect(await invoke(grantee, arn)).toBe("200, version 2");
  await expect(page.getByText("Applied by break-glass by Otto On-call; a review is owed")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Confirm it was right/ })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await close();
});

test("the owner is told, sees the review that is owed, refuses it, and the access is gone", async ({
  browser,
}) => {
  const { page, close } = await signIn(browser, "Petra Payments");
  const owed = page.getByRole("region", { name: "Reviews owed" });
  await expect(owed).toContainText(grantee);
  await takePictures(page, "home-owed");
  await page.goto("/requests?of=owed");
  await expect(page.getByRole("table", { name: "Requests" })).toContainText("Review owed");
  await page.locator(`a[href="${path}"]`).first().click();
  await expect(page.getByText(emergency).first()).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "glass-owed");
  await page.getByRole("button", { name: "Refuse, and end the access" }).click();
  await expect(page.getByText("Say why, so that whoever broke the glass can answer it.")).toBeVisible();
  await page.getByLabel("What the review found").fill("The canary is not for production.");
  await page.getByRole("button", { name: "Refuse, and end the access" }).click();
  await expect(page.getByText("Revoked", { exact: true })).toBeVisible();
  expect(await invoke(grantee, arn)).toBe("403 AccessDeniedException");
  await expect(page.getByText("gave the review that was owed, and refused it")).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "glass-refused");
  await page.goto("/requests?of=owed");
  await expect(page.getByText("Nothing was applied by break-glass")).toBeVisible();
  await page.goto(path);
  await page.getByRole("link", { name: /^Ask again/ }).click();
  await expect(
    page.getByText("Nothing of it stands now. Once approved, a new statement is written."),
  ).toBeVisible();
  await expect(page.getByLabel("For how many days")).toHaveValue("90");
  await close();
});

test("nobody else breaks glass; the button says who can", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Casey Checkout", "/functions?q=payments-capture");
  await page.getByRole("link", { name: "payments-capture" }).click();
  await page.getByRole("link", { name: "Request access", exact: true }).click();
  await expect(page.getByLabel("Who gets access")).toBeVisible();
  await expect(page.getByText("You may break glass")).toBeHidden();
  await page.getByLabel("Who gets access").fill("111122223333");
  await page.getByLabel("Reason").fill("Captures are settled by the checkout.");
  await page.getByRole("button", { name: "Send request" }).click();
  await page.waitForURL(/\/requests\/\d+$/);
  await expect(page.getByRole("button", { name: /^Break glass/ })).toHaveAttribute(
    "title",
    /Only somebody on call \(xaccount-break-glass\)/,
  );
  await close();
});

test("without JavaScript, too, glass is broken and the access is there", async ({ browser }) => {
  const { page, close } = await openBrowser(browser, { javaScriptEnabled: false });
  await page.goto("/functions?q=payments-receipts");
  await page.getByRole("button", { name: /^Sign in with/ }).click();
  await page.getByRole("button", { name: "Otto On-call" }).click();
  await page.getByRole("link", { name: "payments-receipts" }).click();
  await page.getByRole("link", { name: "Request access", exact: true }).click();
  await page.getByLabel("Who gets access").fill(grantee);
  await page.getByLabel("Reason").fill("Receipts are missing; sign-in reads them.");
  await page.getByRole("checkbox", { name: "No end" }).check();
  await page.getByRole("button", { name: "Send request" }).click();
  await page.waitForURL(/\/requests\/\d+$/);
  await expect(page.getByText("It has no end", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Break glass", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Break glass for payments-receipts" });
  await dialog.getByLabel("What is the emergency?").fill("Customers wait for their receipts.");
  await dialog.getByRole("button", { name: "Break glass, apply now" }).click();
  const called = () => invoke(grantee, "arn:aws:lambda:us-east-1:123456789012:function:payments-receipts");
  await expect.poll(called, { timeout: 10_000 }).toMatch(/^200/);
  await close();
});
