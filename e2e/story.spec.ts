import { execFileSync } from "node:child_process";
import { invoke, pointAlias } from "./caller";
import { expect, signIn, test } from "./person";
import { takePictures } from "./pictures";
import { runningStack } from "./stack";

const arn = "arn:aws:lambda:us-east-1:123456789012:function:my-function";
const reason = "The checkout charges cards through it from December on.";
let requestPath = "";

test.describe.configure({ mode: "serial" });

test("before: the call is refused", async () => {
  expect(await invoke("111122223333", `${arn}:prod`)).toBe("403 AccessDeniedException");
});

test("1. the requester finds the function and sees who can invoke what", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Casey Checkout");
  await page.goto("/functions?q=my-func");
  await expect(page.getByRole("table", { name: "Functions" }).getByRole("row")).toHaveCount(2);
  await takePictures(page, "functions");
  await page.getByRole("link", { name: "my-function" }).click();
  await expect(page.getByText("alias → version 1")).toBeVisible();
  await expect(page.getByText("alias → version 2")).toBeVisible();
  await expect(page.getByRole("table", { name: "Who can invoke my-function:prod" })).toContainText(
    "events.amazonaws.com",
  );
  await expect(page.getByRole("table", { name: "Who can invoke my-function:canary" })).toContainText(
    "role/reporting",
  );
  await takePictures(page, "function");
  await close();
});

test("2. asks for it, and sees the exact statement while typing", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Casey Checkout", "/functions?q=my-function");
  const ask = async (principal: string) => {
    await page.goto("/functions?q=my-function");
    await page.getByRole("link", { name: "my-function" }).click();
    await page.getByRole("link", { name: "Request access to my-function:prod" }).click();
    await expect(page.getByRole("combobox", { name: "Target" })).toHaveValue("prod");
    await page.getByLabel("Who gets access").fill(principal);
    await page.getByLabel("For how many days").fill("90");
    await page.getByLabel("Reason").fill(reason);
  };
  await ask("111122223333");
  const statement = page.getByRole("region", { name: "statement", exact: true });
  await expect(statement).toContainText('"AWS": "arn:aws:iam::111122223333:root"');
  await expect(statement).toContainText(`"Resource": "${arn}:prod"`);
  const sid = /"Sid": "(xa-[0-9a-z]{26})"/.exec((await statement.textContent()) ?? "")?.[1] ?? "";
  await expect(page.getByRole("region", { name: "add-permission line" })).toContainText(
    `aws lambda add-permission --function-name my-function --qualifier prod --statement-id ${sid} --action lambda:InvokeFunction --principal 111122223333 --region us-east-1`,
  );
  await expect(page.getByText("Who can approve: payments, an administrator")).toBeVisible();
  await takePictures(page, "new-request");
  await page.getByRole("button", { name: "Send request" }).click();
  await page.waitForURL(/\/requests\/\d+$/);
  requestPath = new URL(page.url()).pathname;
  await expect(page.getByText("Pending review")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText(/You asked for this yourself/).first()).toBeVisible();

  for (const principal of [
    "arn:aws:iam::111122223333:role/checkout",
    "arn:aws:iam::111122223333:user/developer",
  ]) {
    await ask(principal);
    await expect(statement).toContainText(`"AWS": "${principal}"`);
    await page.getByRole("button", { name: "Send request" }).click();
    await page.waitForURL(/\/requests\/\d+$/);
    await expect(page.getByText("Pending review")).toBeVisible();
  }
  await close();
});

test("3. the owner reviews it like a pull request and sees it become active", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Petra Payments");
  await expect(page.getByRole("region", { name: "Waiting for your review" })).toContainText("111122223333");
  await takePictures(page, "home");
  await page.locator(`a[href="${requestPath}"]`).first().click();
  await expect(page.getByText("Any identity in account 111122223333", { exact: true })).toBeVisible();
  await expect(
    page
      .getByRole("region", { name: /How the policy of my-function:prod changes/ })
      .locator("[data-kind=added]")
      .first(),
  ).toBeVisible();
  await expect(page.getByText("It trusts the whole account 111122223333")).toBeVisible();
  await expect(page.getByText("Casey Checkout asked for it")).toBeVisible();
  await takePictures(page, "review");
  await page.getByLabel("Reason or comment").fill("Agreed with the checkout team.");
  await page.getByRole("button", { name: "Approve" }).click();
  // No reload: in front of the owner it goes from approved to active.
  await expect(page.getByText("Active", { exact: true })).toBeVisible();
  await expect(page.getByText("wrote the statement and read it back")).toBeVisible();
  await takePictures(page, "active");
  await close();
});

test("4. the requester takes the hand-off, and the call works", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Casey Checkout", requestPath);
  const handOff = page.getByRole("region", { name: "Hand-off" });
  await expect(handOff).toContainText(`${arn}:prod`);
  await expect(handOff.getByRole("region", { name: "identity policy" })).toContainText(
    `"Resource": "${arn}:prod"`,
  );
  await expect(handOff.getByRole("region", { name: "invoke line" })).toContainText(
    `aws lambda invoke --function-name ${arn}:prod`,
  );
  await close();
  expect(await invoke("111122223333", `${arn}:prod`)).toBe("200, version 1");
  expect(await invoke("111122223333", arn)).toBe("403 AccessDeniedException");
});

test("5. the owner points prod at version 2, and the caller changes nothing", async ({ browser }) => {
  await pointAlias("123456789012", "my-function", "prod", "2");
  expect(await invoke("111122223333", `${arn}:prod`)).toBe("200, version 2");
  const { page, close } = await signIn(browser, "Petra Payments", "/functions?q=my-function");
  await page.getByRole("link", { name: "my-function" }).click();
  await page.getByRole("button", { name: "Read again from AWS" }).click();
  await expect(page.getByText("alias → version 2")).toHaveCount(2);
  await close();
});

test("6. the owner revokes, and the trail shows every step", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Petra Payments", requestPath);
  await page.getByRole("button", { name: "Revoke" }).click();
  const dialog = page.getByRole("dialog", { name: "Revoke my-function:prod" });
  await dialog.getByLabel("Reason").fill("The checkout moved to another function.");
  await dialog.getByRole("button", { name: "Revoke access" }).click();
  await expect(page.getByText("Revoked", { exact: true })).toBeVisible();
  expect(await invoke("111122223333", `${arn}:prod`)).toBe("403 AccessDeniedException");
  await close();

  const auditor = await signIn(browser, "Alex Auditor", `/audit?request=${requestPath.split("/").at(-1)}`);
  const trail = auditor.page.getByRole("table", { name: "Audit trail" });
  for (const action of [
    "request.submitted",
    "request.approved",
    "grant.intended",
    "grant.applied",
    "request.applied",
    "grant.revoke_decided",
    "grant.revoked",
  ]) {
    await expect(trail.getByText(action, { exact: true })).toBeVisible();
  }
  const applied = trail.getByRole("row").filter({ hasText: "grant.applied" });
  await expect(applied.locator("code").last()).toHaveAttribute("title", /^[0-9a-f-]{36}$/);
  await expect(trail).toContainText(reason);
  await expect(trail).toContainText("The checkout moved to another function.");
  await takePictures(auditor.page, "audit");
  await auditor.close();
  const verified = execFileSync(process.execPath, ["bin/xaccount.mjs", "audit", "verify"], {
    encoding: "utf8",
    env: { ...process.env, ...runningStack().env },
  });
  expect(verified).toContain("The chain is whole");
});

test("7. who can invoke what, and the reverse", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Alex Auditor", "/access?q=payments-refund");
  const table = page.getByRole("table", { name: "Access" });
  for (const target of ["payments-refund", "payments-refund:prod", "payments-refund:previous"]) {
    await expect(table.getByRole("link", { name: target, exact: true }).first()).toBeVisible();
  }
  await page.goto("/access");
  await takePictures(page, "access");
  await page.goto("/access/111122223333");
  await expect(
    page.getByText(/statements on \d+ targets reach it; nobody here granted [1-9]\d* of them/),
  ).toBeVisible();
  await expect(page.getByText("through its organization").first()).toBeVisible();
  await takePictures(page, "principal");
  await close();
});
