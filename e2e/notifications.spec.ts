import { changeStatement, removeStatement } from "./caller";
import { expectAccessible } from "./axe";
import { expect, openBrowser, signIn, test } from "./person";
import { takePictures } from "./pictures";
import { runningStack } from "./stack";

const principal = "888899990000";
const loud = "Access that should be gone and is not";
const title = `${principal} still has access to my-function:canary, and should not`;
const target = { FunctionName: "my-function", Qualifier: "canary" };
let path = "";
let sid = "";

test.describe.configure({ mode: "serial" });

const degraded = async () => {
  const answer = await fetch(`${runningStack().url}/api/health`);
  const { ok, degraded: codes } = (await answer.json()) as { ok: boolean; degraded: string[] };
  return { status: answer.status, ok, removals: codes.includes("removals") };
};

test("access that should be gone and is not is loud: for owners, in health, for machines", async ({
  browser,
}) => {
  const casey = await signIn(browser, "Casey Checkout", "/functions?q=my-function");
  await casey.page.getByRole("link", { name: "my-function" }).click();
  await casey.page.getByRole("link", { name: "Request access to my-function:canary" }).click();
  await casey.page.getByLabel("Who gets access").fill(principal);
  await casey.page.getByLabel("Reason").fill("The canary is watched from there.");
  await casey.page.getByRole("button", { name: "Send request" }).click();
  await casey.page.waitForURL(/\/requests\/\d+$/);
  path = new URL(casey.page.url()).pathname;
  await casey.close();

  const { page, close } = await signIn(browser, "Petra Payments", path);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Active", { exact: true })).toBeVisible();
  const statement = await page.getByRole("region", { name: "statement", exact: true }).textContent();
  sid = /"Sid": "(xa-[0-9a-z]{26})"/.exec(statement ?? "")?.[1] ?? "";
  // Renewing is one press away from where a reminder leads.
  const renew = page.getByRole("link", { name: `Renew: my-function:canary for ${principal}` });
  await expect(renew).toHaveAttribute("href", new RegExp(`principal=${principal}&days=90&reason=The`));

  const other = { Action: "lambda:GetFunction", Principal: principal };
  await changeStatement("123456789012", { ...target, StatementId: sid }, other);
  await page.getByRole("button", { name: "Revoke" }).click();
  const dialog = page.getByRole("dialog", { name: "Revoke my-function:canary" });
  await dialog.getByLabel("Reason").fill("No longer watched.");
  await dialog.getByRole("button", { name: "Revoke access" }).click();
  await expect(page.getByText("This access should be gone and is not.")).toBeVisible();

  await page.goto("/");
  await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText(loud);
  await expect(page.getByRole("region", { name: loud })).toContainText(principal);
  await expectAccessible(page);
  await takePictures(page, "home-danger");
  await close();

  expect(await degraded()).toEqual({ status: 200, ok: true, removals: true });
  const ada = await signIn(browser, "Ada Administrator", "/health");
  await expect(ada.page.getByText(`1 grant still stands and should not: ${principal} on`)).toBeVisible();
  await takePictures(ada.page, "health-danger");
  await ada.page.goto("/");
  await expect(ada.page.getByRole("region", { name: loud })).toContainText(principal);
  await ada.close();
});

test("bell, inbox, read: by whoever asked, too", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Petra Payments");
  const bell = page.getByRole("link", { name: /^Notifications, / });
  const unread = async () =>
    Number(/, (\d+) unread$/.exec((await bell.getAttribute("aria-label")) ?? "")?.[1] ?? 0);
  const before = await unread();
  expect(before).toBeGreaterThan(0);
  await bell.click();
  await expect(page.getByRole("heading", { level: 1, name: "Notifications" })).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: title });
  await expect(row.getByText("Unread")).toBeVisible();
  await expect(row.getByText("Danger", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "notifications");
  await row.getByRole("button", { name: "Mark as read" }).click();
  await expect(row.getByText("Unread")).toBeHidden();
  await expect.poll(unread).toBe(before - 1);
  await page.goto("/notifications?unread=yes");
  await expect(page.getByRole("link", { name: title })).toBeHidden();
  await close();

  const casey = await signIn(browser, "Casey Checkout", "/notifications?level=danger");
  const told = casey.page.getByRole("listitem").filter({ hasText: title });
  await told.getByRole("button", { name: "Open" }).click();
  await casey.page.waitForURL(`**${path}`);
  await casey.page.goto("/notifications?level=danger");
  await expect(told.getByText("Unread")).toBeHidden();
  await expect(told.getByRole("link", { name: title })).toHaveAttribute("href", path);
  await casey.close();
});

test("it works at 390 px and without JavaScript", async ({ browser }) => {
  const { page, close } = await openBrowser(browser, { javaScriptEnabled: false });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/notifications");
  await page.getByRole("button", { name: /^Sign in with/ }).click();
  await page.getByRole("button", { name: "Ada Administrator" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: title })).toBeVisible();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await page.goto("/notifications");
  await expect(page.getByRole("link", { name: "Notifications, none unread" })).toBeVisible();
  await close();
});

test("when it is gone, everything is quiet again", async ({ browser }) => {
  await removeStatement("123456789012", "my-function", "canary", sid);
  const { page, close } = await signIn(browser, "Petra Payments", path);
  await page.getByRole("button", { name: "Try again now" }).click();
  await expect(page.getByText("Revoked", { exact: true })).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("region", { name: loud })).toBeHidden();
  expect(await degraded()).toMatchObject({ status: 200, removals: false });
  await close();
});
