// npm run generate: the database client, made anew only when the schema (or Prisma) changed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { run } from "./steps/run.mjs";

const folder = "prisma/schema";
const schema = readdirSync(folder)
  .sort()
  .map((name) => readFileSync(`${folder}/${name}`, "utf8"))
  .join("\n");
const { version } = JSON.parse(readFileSync("node_modules/prisma/package.json", "utf8"));
const wanted = createHash("sha256").update(schema).update(version).digest("hex");
const stamp = ".cache/generated-from";
const isFresh =
  existsSync("lib/db/generated/client.ts") && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;

if (!isFresh) {
  const { code, output } = await run(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
    quiet: true,
    // Generating needs no schema engine; without this the command line would try to download one.
    env: { PRISMA_SCHEMA_ENGINE_BINARY: "/bin/false" },
  });
  if (code !== 0) {
    console.error(output);
    process.exit(code);
  }
  mkdirSync(".cache", { recursive: true });
  writeFileSync(stamp, wanted);
}
