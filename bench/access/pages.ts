import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { startStack, type Stack } from "../../bin/stack";
import { signInAs } from "../sign-in";
import type { EstateDatabase } from "./database";
import { p95 } from "./look-ups";

/** What pages take on one estate. Times are milliseconds. */
export interface PageFigures {
  /** The list, from request to the last byte. */
  list: number;
  /** Resident memory of the web process, in MB, before and after a thousand pages. */
  memory: { before: number; after: number };
  /** The longest time between two frames while the matrix is scrolled, and its size. */
  matrix: { longest: number; rows: number; columns: number } | null;
}

async function timed(url: string, cookie: string, count: number): Promise<number[]> {
  const list: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const started = performance.now();
    const answer = await fetch(url, { headers: { cookie } });
    const text = await answer.text();
    if (!text.includes("Who can invoke what"))
      throw new Error(`${url} answered ${answer.status} with another page`);
    list.push(performance.now() - started);
  }
  return list;
}

/** Resident memory of a process, in MB. */
function residentMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kb) / 1024;
}

/** As text: what is compiled for Node does not run in a page. */
const scroll = `new Promise((resolve) => {
  const element = document.querySelector("[data-matrix]");
  const deltas = [];
  const started = performance.now();
  let last = started;
  const step = (now) => {
    deltas.push(now - last);
    last = now;
    element.scrollBy(90, 25);
    if (now - started < 3000) requestAnimationFrame(step);
    else resolve(Math.max(...deltas.slice(2)));
  };
  requestAnimationFrame(step);
})`;

/** Scrolls the matrix for three seconds, down and to the right, and says the longest time between two frames. */
async function scrollMatrix(page: Page): Promise<PageFigures["matrix"]> {
  await page.goto("/access?view=matrix", { timeout: 120_000 });
  const region = page.locator("[data-matrix]");
  await region.waitFor({ timeout: 120_000 });
  const [rows = 0, columns = 0] =
    ((await page.getByText(/^\d+ × \d+;/).textContent()) ?? "").match(/\d+/g)?.map(Number) ?? [];
  const longest = await page.evaluate<number>(scroll);
  return { longest, rows, columns };
}

async function measure(stack: Stack, browser: Browser, withMatrix: boolean): Promise<PageFigures> {
  const { page, cookie } = await signInAs(browser, stack.url, "Alex Auditor");
  const url = `${stack.url}/access`;
  await timed(url, cookie, 300); // warms up
  const before = residentMb(stack.pid());
  const list = p95(await timed(url, cookie, 1000));
  const memory = { before, after: residentMb(stack.pid()) };
  return { list, memory, matrix: withMatrix ? await scrollMatrix(page) : null };
}

/** The pages of a production build over an estate. @param withMatrix whether the matrix is scrolled too */
export async function measurePages(
  folder: string,
  browser: Browser,
  { url, functions }: EstateDatabase,
  withMatrix: boolean,
): Promise<PageFigures> {
  const stack = await startStack({
    folder: path.join(folder, `pages-${functions}`),
    env: { DATABASE_URL: url, AUTH_SECRET: randomBytes(32).toString("base64") },
  });
  try {
    return await measure(stack, browser, withMatrix);
  } finally {
    await stack.stop();
  }
}
