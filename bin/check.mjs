// npm run check: the inner loop. Format, lint, types, import directions, unit tests.
import { ensurePackages } from "./steps/packages.mjs";
import { must } from "./steps/run.mjs";

await ensurePackages();
await must("Generating the database client", process.execPath, ["bin/generate.mjs"]);
for (const [title, script] of [
  ["Format", "format:check"],
  ["Lint", "lint"],
  ["Types", "types"],
  ["Import directions", "imports"],
  ["Unit tests", "test:unit"],
]) {
  await must(title, "npm", ["run", "--silent", script]);
}
