// npm test: everything, on a fresh clone. `--only unit,build` runs a part (as CI does on a second Node).
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { ensureBuild } from "./steps/build.mjs";
import { ensureChromium } from "./steps/chromium.mjs";
import { ensurePackages } from "./steps/packages.mjs";
import { run } from "./steps/run.mjs";

const asked = process.argv.includes("--only")
  ? process.argv[process.argv.indexOf("--only") + 1].split(",")
  : null;
const wants = (name) => !asked || asked.includes(name);
const reports = path.resolve(".cache/reports");
let passed = 0;
let failed = 0;

/** A step that is one check: counts as one test. */
async function check(name, command, args, options = {}) {
  if (!wants(name)) return;
  const started = Date.now();
  process.stdout.write(`${name} … `);
  const { code, output } = await run(command, args, { ...options, quiet: true });
  console.log(`${code === 0 ? "ok" : "FAILED"} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (code !== 0) console.log(output);
  if (code === 0) passed += 1;
  else failed += 1;
}

/** A step that counts its own tests in a JSON report of {passed, failed}. A run that reports nothing has failed. */
async function suite(name, command, args, count, options = {}) {
  if (!wants(name)) return;
  console.log(`\n${name}`);
  const report = path.join(reports, `${name}.json`);
  const { code } = await run(command, args(report), options);
  const counts = existsSync(report)
    ? count(JSON.parse(readFileSync(report, "utf8")))
    : { passed: 0, failed: 0 };
  passed += counts.passed;
  failed += counts.failed + (code !== 0 && counts.failed === 0 ? 1 : 0);
}

const vitest = (project) => (report) => [
  "node_modules/vitest/vitest.mjs",
  ...["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
];
const vitestCounts = (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests });
const playwrightCounts = ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky });

await ensurePackages();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const npm = (script) => ["npm", ["run", "--silent", script]];
await check("generate", process.execPath, ["bin/generate.mjs"]);
await check("format", ...npm("format:check"));
await check("lint", ...npm("lint"));
await check("types", ...npm("types"));
await check("imports", ...npm("imports"));
await suite("unit", process.execPath, vitest("unit"), vitestCounts);
await suite("integration", process.execPath, vitest("integration"), vitestCounts);
if (wants("build") || wants("e2e")) await ensureBuild();
if (wants("e2e")) {
  const env = { CHROMIUM_PATH: await ensureChromium() };
  const args = (report) => {
    env.PLAYWRIGHT_JSON_OUTPUT_NAME = report;
    return ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"];
  };
  await suite("e2e", process.execPath, args, playwrightCounts, { env });
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
