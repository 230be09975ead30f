import type { Browser } from "@playwright/test";
import { expect, signIn } from "./person";

/**
 * Access that somebody asked for and its owner approved, active in AWS.
 * @param alias of the function
 * @returns the request's path
 */
export async function grantAccess(
  browser: Browser,
  asked: { by: string; name: string; alias: string; principal: string; reason: string; approver: string },
): Promise<string> {
  const { by, name, alias, principal, reason, approver } = asked;
  const requester = await signIn(browser, by, `/functions?q=${name}`);
  await requester.page.getByRole("link", { name }).click();
  await requester.page.getByRole("link", { name: `Request access to ${name}:${alias}` }).click();
  await requester.page.getByLabel("Who gets access").fill(principal);
  await requester.page.getByLabel("Reason").fill(reason);
  await requester.page.getByRole("button", { name: "Send request" }).click();
  await requester.page.waitForURL(/\/requests\/\d+$/);
  const path = new URL(requester.page.url()).pathname;
  await requester.close();
  const { page, close } = await signIn(browser, approver, path);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Active", { exact: true })).toBeVisible();
  await close();
  return path;
}
