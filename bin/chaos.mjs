// npm run chaos: a worker killed at every mark of every verb, and what is found after it starts again.
import { spawn } from "node:child_process";
import { ensurePackages } from "./steps/packages.mjs";
import { must } from "./steps/run.mjs";

await ensurePackages();
await must("Generating the database client", process.execPath, ["bin/generate.mjs"]);
const child = spawn(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--project", "integration", "lib/grants/crash"],
  { stdio: "inherit", env: { ...process.env, CHAOS: "all" } },
);
child.on("exit", (code) => process.exit(code ?? 1));
