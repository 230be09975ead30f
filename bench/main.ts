import { rmSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { connect, disconnect } from "@/lib/db/client";
import { startDatabase } from "@/lib/db/start";
import { startStack } from "../bin/stack";
import { measureApproval } from "./approval";
import { measureRate } from "./rate";
import { measureScripts } from "./scripts";
import { signInAs } from "./sign-in";
import { measureSync } from "./sync/demo";

const folder = path.resolve(".cache/bench");
rmSync(folder, { recursive: true, force: true });
console.log("Starting a stack of its own …");
const stack = await startStack({ folder });
Object.assign(process.env, stack.env);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH,
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  await connect((await startDatabase()).url);
  const casey = await signInAs(browser, stack.url, "Casey Checkout");
  const petra = await signInAs(browser, stack.url, "Petra Payments");
  const rows = [
    ...(await measureRate(stack.url, casey.cookie)),
    ...(await measureApproval({ stack, casey, petra })),
    ...(await measureSync()),
    ...(await measureScripts(stack.url, casey.cookie)),
  ];
  console.log("\n| measure | ours | against | ratio |\n| --- | --- | --- | --- |");
  for (const { measure, ours, against, ratio } of rows) {
    console.log(`| ${measure} | ${ours} | ${against} | ${ratio.toFixed(2)} |`);
  }
} finally {
  await browser.close();
  await disconnect();
  await stack.stop();
}
