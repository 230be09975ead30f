import { existsSync, statSync } from "node:fs";
import { must } from "./run.mjs";

const [major, minor] = process.versions.node.split(".").map(Number);

/** Installs the npm packages of the lockfile when they are missing or older than it. */
export async function ensurePackages() {
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(
      `Xaccount needs Node 20.19 or newer; this is ${process.versions.node}. Nothing was installed.`,
    );
    process.exit(1);
  }
  const mark = "node_modules/.package-lock.json";
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync("package-lock.json").mtimeMs) return;
  await must("Installing packages", "npm", ["ci", "--no-audit", "--no-fund"], {
    // The Prisma CLI would try to download an engine the product does not use.
    env: { PRISMA_SKIP_POSTINSTALL_GENERATE: "1", PRISMA_SCHEMA_ENGINE_BINARY: "/bin/false" },
  });
}
