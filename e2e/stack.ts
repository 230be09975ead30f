import { readFileSync } from "node:fs";
import path from "node:path";

/** The running stack's addresses, as e2e/start-stack.ts left them. */
export function runningStack(): { url: string; aws: string; issuer: string; env: Record<string, string> } {
  const text = readFileSync(path.resolve(".cache/e2e/stack.json"), "utf8");
  return JSON.parse(text) as ReturnType<typeof runningStack>;
}
