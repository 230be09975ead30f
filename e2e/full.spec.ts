import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { clientOf } from "./caller";
import { expectAccessible } from "./axe";
import { expect, signIn, test } from "./person";
import { takePictures } from "./pictures";

const FunctionName = "media-ingest";
const owner = clientOf("666677778888");
const limit = 20_480;

/** Fills the function's policy until nothing more fits, with the same statement over and over. */
async function fill(): Promise<string[]> {
  const sids: string[] = [];
  for (;;) {
    const { Policy = "" } = await owner.send(new GetPolicyCommand({ FunctionName }));
    if (Buffer.byteLength(Policy) > limit - 200) return sids;
    const StatementId = `copy-${sids.length}`;
    const said = { Action: "lambda:InvokeFunction", Principal: "sns.amazonaws.com" };
    const SourceArn = "arn:aws:sns:us-east-1:666677778888:copies";
    await owner.send(new AddPermissionCommand({ FunctionName, StatementId, ...said, SourceArn }));
    sids.push(StatementId);
  }
}

test("a policy that is full: the form says so and what could go, and it can't be approved", async ({
  browser,
}) => {
  const sids = await fill();
  const { page, close } = await signIn(browser, "Marc Media", `/functions?q=${FunctionName}`);
  await page.getByRole("link", { name: FunctionName, exact: true }).click();
  await page.getByRole("button", { name: "Read again from AWS" }).click();
  await page.getByRole("link", { name: "Request access", exact: true }).first().click();
  await page.getByLabel("Who gets access").fill("111122223333");
  await expect(page.getByText(/^The policy would be 20,\d+ bytes, over the limit of 20,480$/)).toBeVisible();
  await expect(
    page.getByText(/nobody misses them: copy-\d+ \(copy-0 allows the same, \d+ bytes\)/),
  ).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "full-form");
  await page.getByLabel("Reason").fill("The checkout shows pictures as they come in.");
  await page.getByRole("button", { name: "Send request" }).click();
  await page.waitForURL(/\/requests\/\d+$/);
  const path = new URL(page.url()).pathname;
  await close();

  const ada = await signIn(browser, "Ada Administrator", path);
  const approve = ada.page.getByRole("button", { name: /^Approve/ });
  await expect(approve).toHaveAttribute("title", /The policy of media-ingest is full, and AWS would refuse/);
  await expectAccessible(ada.page);
  await takePictures(ada.page, "full-review");
  for (const StatementId of sids)
    await owner.send(new RemovePermissionCommand({ FunctionName, StatementId }));
  await ada.close();
});
