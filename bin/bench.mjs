// npm run bench [-- demo|access|sync|drift]: ratios measured in one run, on stacks of its own; all when none is named.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { ensureBuild } from "./steps/build.mjs";
import { ensureChromium } from "./steps/chromium.mjs";
import { ensurePackages } from "./steps/packages.mjs";

await ensurePackages();
const scripts = {
  demo: "bench/main.ts",
  access: "bench/access/main.ts",
  sync: "bench/sync/main.ts",
  drift: "bench/drift.ts",
};
const asked = process.argv.slice(2).filter((name) => name in scripts);
const names = asked.length > 0 ? asked : Object.keys(scripts);
const env = { ...process.env };
if (names.some((name) => name === "demo" || name === "access")) {
  await ensureBuild();
  env.CHROMIUM_PATH = await ensureChromium();
}

for (const name of names) {
  const child = spawn(process.execPath, ["node_modules/tsx/dist/cli.mjs", scripts[name]], {
    stdio: "inherit",
    env,
  });
  const [code] = await once(child, "exit");
  if (code !== 0) process.exit(code ?? 1);
}
