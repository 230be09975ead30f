import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { must } from "./run.mjs";

const sources = [
  "app",
  "components",
  "lib",
  "rules",
  "package-lock.json",
  "next.config.js",
  "postcss.config.mjs",
  "instrumentation.ts",
  "proxy.ts",
  "tsconfig.json",
];

/** The newest change below a file or folder, milliseconds since 1970. */
function newest(file) {
  if (!existsSync(file)) return 0;
  const stat = statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(file).map((name) => newest(path.join(file, name))), 0);
}

/** Builds the production server when a source is newer than the last build. */
export async function ensureBuild() {
  await must("Generating the database client", process.execPath, ["bin/generate.mjs"]);
  const mark = ".next/BUILD_ID";
  if (existsSync(mark) && statSync(mark).mtimeMs > Math.max(...sources.map(newest))) return;
  await must("Building", process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    env: { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  });
}
