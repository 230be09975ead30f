// npm run chaos: what npm test runs in a shortened form, whole. A worker killed at every mark of apply, revoke, expire and
// reconcile, also where AWS fails them; 10,000 random operations while every fault that the sandbox knows befalls a share
// of the calls of AWS (docs/sandbox.md); 1,000 applies against somebody else who writes; events of AWS doubled, lost and
// out of order; long random sequences of verbs against a model. `npm run chaos -- crash` runs one of them.
import { spawn } from "node:child_process";
import { ensurePackages } from "./steps/packages.mjs";
import { must } from "./steps/run.mjs";

await ensurePackages();
await must("Generating the database client", process.execPath, ["bin/generate.mjs"]);
const every = ["crash", "events", "faults", "foreign", "model"];
const asked = process.argv.slice(2);
const files = (asked.length > 0 ? asked : every).map((name) => `lib/grants/${name}.test.ts`);
const child = spawn(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--project", "integration", ...files],
  { stdio: "inherit", env: { ...process.env, CHAOS: "all" } },
);
child.on("exit", (code) => process.exit(code ?? 1));
