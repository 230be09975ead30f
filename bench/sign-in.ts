import type { Browser, Page } from "@playwright/test";

/** Somebody signed in: their page, and the cookies for requests beside it. */
export interface SignedIn {
  page: Page;
  cookie: string;
}

/** Signs in as one of the demo's people. */
export async function signInAs(browser: Browser, url: string, name: string): Promise<SignedIn> {
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  await page.goto("/");
  await page.getByRole("button", { name: /^Sign in with/ }).click();
  await page.getByRole("button", { name }).click();
  await page.waitForURL(`${url}/`);
  const cookies = await context.cookies(url);
  return { page, cookie: cookies.map((one) => `${one.name}=${one.value}`).join("; ") };
}
