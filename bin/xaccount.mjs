#!/usr/bin/env node
// npx xaccount: the command line. TypeScript is run as it is, by tsx.
import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");
const [, , command] = process.argv;
const child = spawn(
  process.execPath,
  [
    tsx,
    "--tsconfig",
    path.join(root, "tsconfig.json"),
    // A pure filter: it needs neither database nor environment.
    path.join(root, command === "evaluate" ? "bin/evaluate.ts" : "bin/main.ts"),
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
