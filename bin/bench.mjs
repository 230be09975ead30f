// npm run bench: ratios measured in one run, on a stack of its own.
import { spawn } from "node:child_process";
import { ensureBuild } from "./steps/build.mjs";
import { ensureChromium } from "./steps/chromium.mjs";
import { ensurePackages } from "./steps/packages.mjs";

await ensurePackages();
await ensureBuild();
const env = { ...process.env, CHROMIUM_PATH: await ensureChromium() };
const child = spawn(process.execPath, ["node_modules/tsx/dist/cli.mjs", "bench/main.ts"], {
  stdio: "inherit",
  env,
});
child.on("exit", (code) => process.exit(code ?? 1));
