import { copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";

const folder = path.resolve(".cache/pictures");
/** With PICTURES set, those that the README shows go there too. */
const shown = ["review-light-1440", "review-dark-1440", "function-light-1440", "access-dark-1440"];

/** Takes a picture of the page, light and dark, at 1440 and at 390 pixels. */
export async function takePictures(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const size = page.viewportSize() ?? { width: 1440, height: 1000 };
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 1000 });
      const picture = `${name}-${colorScheme}-${width}`;
      const file = path.join(folder, `${picture}.png`);
      await page.screenshot({ path: file, fullPage: width === 390 });
      if (process.env.PICTURES && shown.includes(picture)) copyFileSync(file, `docs/pictures/${picture}.png`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(size);
}
