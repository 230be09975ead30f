// npm start: web and worker in one process; WORKER=only is the worker alone (npx xaccount worker).
import { spawn } from "node:child_process";

const args =
  process.env.WORKER === "only"
    ? ["bin/xaccount.mjs", "worker"]
    : ["node_modules/next/dist/bin/next", "start", ...process.argv.slice(2)];
// Next.js would end the process before its jobs have finished: it stops as lib/stop.ts says.
const env = { ...process.env, NEXT_MANUAL_SIG_HANDLE: "true" };
const child = spawn(process.execPath, args, { stdio: "inherit", env });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
