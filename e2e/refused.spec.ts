import { expectAccessible } from "./axe";
import { expect, signIn, test } from "./person";
import { runningStack } from "./stack";

const good = { principal: "111122223333", durationDays: "30", reason: "Reports need it every night." };

test("every field says what can't be, and what was typed stays", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Casey Checkout", "/functions?q=payments-capture");
  await page.getByRole("link", { name: "payments-capture" }).click();
  await page.getByRole("link", { name: "Request access", exact: true }).click();
  const send = async (principal: string, sentence: RegExp | string) => {
    await page.getByLabel("Who gets access").fill(principal);
    await page.getByLabel("Reason").fill(good.reason);
    await page.getByRole("button", { name: "Send request" }).click();
    await expect(page.getByLabel("Who gets access")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByText(sentence).first()).toBeVisible();
    await expect(page.getByText("nothing was changed").first()).toBeVisible();
    await expect(page.getByLabel("Who gets access")).toHaveValue(principal);
    await expect(page.getByLabel("Reason")).toHaveValue(good.reason);
  };
  await send("1111222233334", "An account ID has 12 digits; this has 13.");
  await send("arn:aws:iam::1111:role/x", "An account ID has 12 digits; this has 4.");
  await send("arn:aws:sts::111122223333:assumed-role/checkout/me", /Name the role/);
  await send("*", /everybody on the internet/);
  await expectAccessible(page);

  // What no control offers, sent all the same.
  const choose = (name: string, value: string) =>
    page.locator(`select[name=${name}]`).evaluate((select, text) => {
      if (!(select instanceof HTMLSelectElement)) throw new Error("not a select");
      select.append(new Option(text, text));
      select.value = text;
    }, value);
  const sendChosen = async (name: string, value: string, sentence: RegExp) => {
    await page.reload();
    await page.getByLabel("Who gets access").fill(good.principal);
    await page.getByLabel("Reason").fill(good.reason);
    await choose(name, value);
    await page.getByRole("button", { name: "Send request" }).click();
    await expect(page.getByText(sentence).first()).toBeVisible();
    await expect(page).toHaveURL(/\/requests\/new/);
  };
  await sendChosen("qualifier", "$LATEST", /AWS takes no permissions on \$LATEST/);
  await sendChosen("qualifier", "no-such-alias", /has no alias or published version “no-such-alias”/);
  await sendChosen("action", "lambda:AddPermission", /can't be granted by a function's policy/);
  await sendChosen("action", "lambda:ListFunctions", /acts on no function/);
  await close();
});

test("a function that is not there, a session that has ended", async ({ browser }) => {
  const { page, context, close } = await signIn(browser, "Casey Checkout", "/functions?q=payments-capture");
  await page.goto("/requests/new?function=00000000-0000-4000-8000-000000000000");
  await expect(page.getByText("That function is not known here")).toBeVisible();
  await page.goto("/functions?q=payments-capture");
  await page.getByRole("link", { name: "payments-capture" }).click();
  await page.getByRole("link", { name: "Request access", exact: true }).click();
  await page.getByLabel("Who gets access").fill(good.principal);
  await page.getByLabel("Reason").fill(good.reason);
  await context.clearCookies();
  await page.getByRole("button", { name: "Send request" }).click();
  await expect(page.getByText("Your session has ended, and nothing was changed")).toBeVisible();
  await expect(page.getByLabel("Reason")).toHaveValue(good.reason);
  await close();
});

for (const [kind, sentence] of [
  ["throttle", "slow down"],
  ["unreachable", "could not be reached"],
]) {
  test(`AWS that can't take the write now (${kind}): it says so, and goes on by itself`, async ({
    browser,
  }) => {
    const name = `fault-${kind}-reports`;
    const requester = await signIn(browser, "Casey Checkout", `/functions?q=${name}`);
    await requester.page.getByRole("link", { name }).click();
    await requester.page.getByRole("link", { name: "Request access", exact: true }).click();
    await requester.page.getByLabel("Who gets access").fill(good.principal);
    await requester.page.getByLabel("Reason").fill(good.reason);
    await requester.page.getByRole("button", { name: "Send request" }).click();
    await requester.page.waitForURL(/\/requests\/\d+$/);
    const path = new URL(requester.page.url()).pathname;
    await requester.close();
    const { page, close } = await signIn(browser, "Marc Media", path);
    await page.getByRole("button", { name: "Approve" }).click();
    await expect(page.getByText(sentence ?? "")).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("it goes on by itself")).toBeVisible();
    await expect(page.getByText("Applying", { exact: true })).toBeVisible();
    await close();
  });
}

test("events are taken from whoever knows the secret alone, and only what is one", async ({ request }) => {
  const { url, env } = runningStack();
  const answerTo = async (data: string, secret = env.XACCOUNT_EVENTS_SECRET ?? "") => {
    const headers = { "content-type": "application/json", "x-xaccount-secret": secret };
    return (await request.post(`${url}/api/events`, { data, headers })).status();
  };
  expect(await answerTo("{}", "guessed")).toBe(401);
  expect(await answerTo("{}")).toBe(400);
  expect(await answerTo("{")).toBe(400);
  expect(await answerTo(`"${"x".repeat(300_000)}"`)).toBe(413);
});
