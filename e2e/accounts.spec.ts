import { expect, signIn, test } from "./person";
import { takePictures } from "./pictures";

test("the organization's accounts are read, and one is prepared by ticking it", async ({ browser }) => {
  const { page, close } = await signIn(browser, "Ada Administrator", "/accounts");
  await page.getByRole("button", { name: "Read from Organizations" }).click();
  await expect(page.getByText(/^Read 9 accounts: .* Left out, since suspended: 1\.$/)).toBeVisible();
  const form = page.getByRole("form", { name: "Connect accounts" });
  const research = form.getByRole("checkbox", { name: "research 888899990000" });
  await research.check();
  await form.getByRole("button", { name: "Prepare" }).click();
  await expect(form.getByText("Name the regions that functions are in.")).toBeVisible();
  await expect(research).toBeChecked(); // what was ticked stays
  await takePictures(page, "organization");
  await form.getByLabel("Regions").fill("us-east-1");
  await form.getByRole("button", { name: "Prepare" }).click();
  await page.waitForURL("**/accounts/888899990000");
  await page.getByText(/^As a StackSet, for/).click();
  await expect(page.getByRole("region", { name: "StackSet template" })).toContainText('"Fn::FindInMap"');
  await close();
});

test("accounts of another partition: what the regions contradict, and that they can't be connected from here", async ({
  browser,
}) => {
  const { page, close } = await signIn(browser, "Ada Administrator", "/accounts");
  const form = page.getByRole("form", { name: "Connect accounts" });
  await form.getByLabel(/account IDs/i).fill("900000000003");
  await form.getByLabel("Regions").fill("us-east-1, us-gov-west-1");
  await form.getByRole("button", { name: "Prepare" }).click();
  await expect(
    form.getByText(/us-east-1 is of AWS's partition aws, and us-gov-west-1 of aws-us-gov/),
  ).toBeVisible();
  await takePictures(page, "partitions");
  await form.getByLabel("Regions").fill("us-gov-west-1");
  await form.getByRole("button", { name: "Prepare" }).click();
  await page.waitForURL("**/accounts/900000000003");
  await expect(page.getByText(/^This account is in AWS's partition aws-us-gov/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Try it, and connect" })).toBeDisabled();
  await takePictures(page, "elsewhere");
  await close();
});
