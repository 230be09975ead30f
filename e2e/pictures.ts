import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";

/** Where the README's pictures go; with PICTURES unset they go to a folder git does not see. */
const folder = path.resolve(process.env.PICTURES ? "docs/pictures" : ".cache/pictures");

/** Takes a picture of the page, light and dark, at 1440 and at 390 pixels. */
export async function takePictures(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const size = page.viewportSize() ?? { width: 1440, height: 1000 };
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 1000 });
      await page.screenshot({
        path: path.join(folder, `${name}-${colorScheme}-${width}.png`),
        fullPage: width === 390,
      });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(size);
}
