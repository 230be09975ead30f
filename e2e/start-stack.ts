import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startStack } from "../bin/stack";

/** Starts sandbox, identity provider and the production build on fresh data; hands their addresses to the tests. */
export default async function startStackOnce(): Promise<() => Promise<void>> {
  const folder = path.resolve(".cache/e2e");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stack = await startStack({
    folder,
    env: { XACCOUNT_EVENTS_SECRET: "what-eventbridge-knows" },
  });
  writeFileSync(
    path.join(folder, "stack.json"),
    JSON.stringify({ url: stack.url, aws: stack.aws, issuer: stack.issuer, env: stack.env }),
  );
  return stack.stop;
}
