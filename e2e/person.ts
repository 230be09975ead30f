import { expect, test as base, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { runningStack } from "./stack";

const stack = runningStack();

/** A browser of somebody's own, signed in through the identity provider's page of people. */
export interface Person {
  page: Page;
  context: BrowserContext;
  close: () => Promise<void>;
}

/** Opens a browser context whose console errors and page errors fail the test. */
export async function openBrowser(browser: Browser, options: { javaScriptEnabled?: boolean } = {}) {
  const context = await browser.newContext({ baseURL: stack.url, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  const close = async () => {
    await context.close();
    expect(errors, "errors in the browser's console").toEqual([]);
  };
  return { page, context, close };
}

/**
 * Signs in as one of the people on the identity provider's page.
 * @param name as it stands there, e.g. "Casey Checkout"
 */
export async function signIn(browser: Browser, name: string, path = "/"): Promise<Person> {
  const person = await openBrowser(browser);
  await person.page.goto(path);
  await person.page.getByRole("button", { name: /^Sign in with/ }).click();
  await person.page.getByRole("button", { name }).click();
  await person.page.waitForURL(
    (url) => url.origin === stack.url && url.pathname === new URL(path, stack.url).pathname,
  );
  return person;
}

export { base as test, expect };
