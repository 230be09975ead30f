import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { startEmbedded } from "@/lib/db/embedded";
import { allowNoSignIn } from "@/lib/env";
import { makeEstate, type EstateDatabase } from "./database";
import { measureEngine } from "./engine";
import { measureLookUps, type LookUps } from "./look-ups";
import { measurePages, type PageFigures } from "./pages";

const sizes = [1_000, 10_000, 100_000];
const folder = path.resolve(".cache/bench-access");
const database = path.join(folder, "postgres");

const ms = (value: number) => `${value.toFixed(1)} ms`;
const times = (value: number) => value.toFixed(2);
const count = (value: number) => Math.round(value).toLocaleString("en");

function print(
  estates: EstateDatabase[],
  lookUps: LookUps[],
  pages: [PageFigures, PageFigures, PageFigures],
  engine: number,
): void {
  const [small, , large] = lookUps;
  const [smallPages, middlePages, largePages] = pages;
  const [first, last] = [estates[0], estates.at(-1)];
  if (!small || !large || !first || !last) throw new Error("nothing was measured");
  const row = (...cells: string[]) => console.log(`| ${cells.join(" | ")} |`);
  console.log();
  row("measure", "figures", "bar");
  row("---", "---", "---");
  const over = `${count(last.statements)} statements`;
  row(
    `reverse look-up, p95, over ${over}`,
    `${ms(large.reverse)}; ${times(large.reverse / small.reverse)} × that over ${count(first.statements)}`,
    "≤ 10 ms; ≤ 1.5 ×",
  );
  row(
    `function look-up, p95, over ${over}`,
    `${ms(large.byFunction)}; ${times(large.byFunction / small.byFunction)} × that over ${count(first.statements)}`,
    "≤ 10 ms; ≤ 1.5 ×",
  );
  row(
    "look-ups a second ÷ the bare SQL's",
    `${count(large.rate)} ÷ ${count(large.bareRate)} = ${times(large.rate / large.bareRate)}`,
    "≥ 0.5",
  );
  row("engine decisions a second, one thread", count(engine), "≥ 100,000");
  row(
    `\`/access\`, p95, over ${over}`,
    `${ms(largePages.list)}; ${times(largePages.list / smallPages.list)} × that over ${count(first.statements)}`,
    "≤ 1.5 ×",
  );
  const { matrix } = middlePages;
  if (matrix)
    row(
      `longest frame scrolling the matrix, ${matrix.rows} × ${matrix.columns}`,
      ms(matrix.longest),
      "≤ 50 ms",
    );
  const { before, after } = largePages.memory;
  row(
    "memory of the web process over 1,000 such pages",
    `${count(before)} to ${count(after)} MB, ${times(after / before)} ×`,
    "≤ 1.20 ×",
  );
  for (const { statements, seconds } of estates)
    row(
      `indexing ${count(statements)} statements from documents`,
      `${seconds.toFixed(1)} s, ${((1e6 * seconds) / statements).toFixed(0)} µs each`,
      "reported",
    );
}

allowNoSignIn();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const engine = measureEngine();
const server = await startEmbedded(database);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH,
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const estates: EstateDatabase[] = [];
  for (const size of sizes) {
    console.log(`Making and indexing an estate of ${count(size)} functions …`);
    estates.push(await makeEstate(database, size));
  }
  const lookUps: LookUps[] = [];
  for (const estate of estates) lookUps.push(await measureLookUps(estate));
  const [small, middle, large] = estates;
  if (!small || !middle || !large) throw new Error("estates are missing");
  console.log("Measuring pages …");
  const pages: [PageFigures, PageFigures, PageFigures] = [
    await measurePages(folder, browser, small, false),
    await measurePages(folder, browser, middle, true),
    await measurePages(folder, browser, large, false),
  ];
  print(estates, lookUps, pages, engine);
} finally {
  await browser.close();
  server.stop();
}
