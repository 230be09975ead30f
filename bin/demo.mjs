// npm run demo: from a fresh clone to a page to open. Says what it does in a few lines.
import { spawn } from "node:child_process";
import { ensureBuild } from "./steps/build.mjs";
import { ensurePackages } from "./steps/packages.mjs";

await ensurePackages();
await ensureBuild();
const child = spawn(process.execPath, ["node_modules/tsx/dist/cli.mjs", "bin/demo.ts"], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 0));
