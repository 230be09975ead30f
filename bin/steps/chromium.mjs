import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { must, run } from "./run.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

async function onPath() {
  for (const name of names) {
    const { code, output } = await run("sh", ["-c", `command -v ${name}`], { quiet: true });
    if (code === 0) return output.trim();
  }
  return null;
}

function playwrights() {
  const require = createRequire(import.meta.url);
  const file = require("@playwright/test").chromium.executablePath();
  return existsSync(file) ? file : null;
}

/**
 * A Chromium for the tests: CHROMIUM_PATH, one on the machine, Playwright's own download, else Debian's package.
 * @returns {Promise<string>} path of the executable
 */
export async function ensureChromium() {
  const found = process.env.CHROMIUM_PATH || (await onPath()) || playwrights();
  if (found) return found;
  console.log("No Chromium on this machine: trying Playwright's own download.");
  const download = await run("npx", ["playwright", "install", "chromium"], { quiet: true });
  if (download.code === 0 && playwrights()) return playwrights();
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = (...args) => [...sudo, "apt-get", "-q", "-y", ...args];
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const [update, install] = [apt("update"), apt("install", "--no-install-recommends", "chromium")];
  await must("Not to be had there: reading Debian's package lists", update[0], update.slice(1), { env });
  await must("Installing Debian's chromium", install[0], install.slice(1), { env });
  const installed = await onPath();
  if (installed) return installed;
  console.error("No Chromium could be installed. Install one and name it in CHROMIUM_PATH.");
  process.exit(1);
}
