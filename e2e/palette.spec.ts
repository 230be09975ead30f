import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe";
import { expect, openBrowser, signIn, test } from "./person";
import { takePictures } from "./pictures";

const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Find anything" });
const fieldOf = (page: Page) => dialogOf(page).getByRole("combobox");

test("Ctrl+K finds functions, principals, requests and pages, by keyboard alone", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Casey Checkout", "/functions?q=media-captions");
  await page.getByRole("link", { name: "media-captions" }).click();
  await page.getByRole("link", { name: "Request access to media-captions:prod" }).click();
  await page.getByLabel("Who gets access").fill("222233334444");
  await page.getByLabel("Reason").fill("The sign-in page shows a film.");
  await page.getByRole("button", { name: "Send request" }).click();
  await page.waitForURL(/\/requests\/\d+$/);
  const path = new URL(page.url()).pathname;
  const number = path.split("/").at(-1) ?? "";

  await page.goto("/");
  const find = page.getByRole("button", { name: "Find anything" });
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(fieldOf(page)).toBeFocused({ timeout: 500 });
  }).toPass();
  const list = dialogOf(page).getByRole("listbox");
  await expect(list.getByRole("option", { name: "Audit" })).toBeVisible();
  await expectAccessible(page);
  const before = await dialogOf(page).boundingBox();

  await fieldOf(page).fill("media-capt");
  await expect(list.getByRole("group", { name: "Functions" })).toContainText("media-captions");
  const request = list.getByRole("option", { name: `${number}: media-captions:prod for 222233334444` });
  await expect(request).toBeVisible();
  await expect(dialogOf(page).getByRole("status")).toContainText("found");
  expect(await dialogOf(page).boundingBox()).toEqual(before); // nothing moves
  await expectAccessible(page);
  await takePictures(page, "palette");
  await page.keyboard.press("ArrowUp"); // the last one
  const last = list.getByRole("option").last();
  await expect(last).toHaveAttribute("aria-selected", "true");
  await expect(fieldOf(page)).toHaveAttribute("aria-activedescendant", (await last.getAttribute("id")) ?? "");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "media-captions" })).toBeVisible();

  const go = async (text: string, to: RegExp) => {
    await page.keyboard.press("Control+k");
    await fieldOf(page).pressSequentially(text);
    await page.keyboard.press("Enter"); // before there is an answer: it is waited for
    await expect(page).toHaveURL(to);
    await expect(dialogOf(page)).toBeHidden();
  };
  await go("events.amazonaws.c", /\/access\/events\.amazonaws\.com$/);
  await go("out of b", /\/grants\?drift=unmanaged/);
  await go(`#${number}`, new RegExp(`${path}$`));

  // The way there by pointer; Escape leads back to where one was.
  await find.click();
  await fieldOf(page).fill("nothing is called this");
  await expect(dialogOf(page).getByRole("status")).toContainText("Nothing is called so.");
  await page.keyboard.press("Escape");
  await expect(dialogOf(page)).toBeHidden();
  await expect(find).toBeFocused();
  await page.getByRole("button", { name: "Withdraw", exact: true }).click();
  await expect(page.getByText("Withdrawn", { exact: true }).first()).toBeVisible();
  await close();
});

test("? lists the shortcuts and can be turned off; nothing fires while one writes", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Casey Checkout", "/functions");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(help).toBeVisible({ timeout: 500 });
  }).toPass();
  await expectAccessible(page);
  await takePictures(page, "shortcuts");
  await page.keyboard.press("Control+k"); // not in front of what is open
  await expect(dialogOf(page)).toBeHidden();
  await page.keyboard.press("Escape");
  const filter = page.getByRole("searchbox", { name: "Name or ARN" });
  await filter.pressSequentially("a?");
  await page.keyboard.press("Control+k");
  await expect(filter).toHaveValue("a?");
  await expect(filter).toBeFocused();
  await expect(help).toBeHidden();
  await expect(dialogOf(page)).toBeHidden();

  await page.getByRole("button", { name: "Find anything" }).click();
  await fieldOf(page).fill("shortcuts");
  await page.keyboard.press("Enter");
  await help.getByRole("checkbox", { name: "Let ? open this list" }).uncheck();
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await page.keyboard.press("?");
  await page.keyboard.press("Control+k");
  await expect(fieldOf(page)).toBeFocused();
  await expect(help).toBeHidden();
  await close();
});

test("at 390 px a button opens it; without JavaScript a field finds functions; strangers are told nothing", async ({
  browser,
}) => {
  const { page, close } = await signIn(browser, "Ada Administrator", "/grants");
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(async () => {
    await page.getByRole("button", { name: "Find anything" }).click();
    await expect(fieldOf(page)).toBeFocused({ timeout: 500 });
  }).toPass();
  await fieldOf(page).fill("role/report");
  await dialogOf(page).getByRole("option", { name: "arn:aws:iam::444455556666:role/reporting" }).click();
  await expect(page).toHaveURL(/\/access\/arn/);
  await close();

  const plain = await openBrowser(browser, { javaScriptEnabled: false });
  await plain.page.goto("/");
  await plain.page.getByRole("button", { name: /^Sign in with/ }).click();
  await plain.page.getByRole("button", { name: "Rosa Reporting" }).click();
  await expect(plain.page.getByRole("button", { name: "Find anything" })).toBeHidden();
  await plain.page.getByRole("searchbox", { name: "Find a function" }).fill("my-func");
  await plain.page.keyboard.press("Enter");
  await expect(plain.page.getByRole("table", { name: "Functions" }).getByRole("row")).toHaveCount(2);
  await plain.close();

  const stranger = await openBrowser(browser);
  const answer = await stranger.context.request.get("/api/find?q=my-function");
  expect(answer.status()).toBe(401);
  expect(await answer.text()).not.toContain("my-function");
  await stranger.close();
});
