import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file && existsSync(file));
const code = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file));
const read = (file: string) => readFileSync(file, "utf8");

describe("rules about the repository", () => {
  it("a transaction is handed out by audited and unaudited alone", () => {
    const users = code.filter((file) => /from "(@\/lib\/db|\.)\/transact"/.test(read(file)));
    expect(users.toSorted()).toEqual(["lib/audit/record.ts", "lib/db/unaudited.ts"]);
  });

  it("the whole client is used in lib/db alone", () => {
    const users = code.filter((file) =>
      /import \{[^}]*\bclient\b[^}]*\} from "(@\/lib\/db|\.)\/client"/.test(read(file)),
    );
    expect(users).toEqual(["lib/db/transact.ts"]);
  });

  it("a text becomes a pattern of SQL by lib/db/pattern.ts alone", () => {
    const made =
      /\b(contains|startsWith|endsWith): (?!literal\()|I?LIKE \$\{(?!containing\(|pattern\})|replaceAll\(\/\[\\\\%_/;
    const lib = code.filter((file) => /^(app|lib)\//.test(file) && !file.endsWith(".test.ts"));
    expect(lib.filter((file) => made.test(read(file)))).toEqual(["lib/db/pattern.ts"]);
  });

  it("no file is over 400 lines", () => {
    expect(code.filter((file) => read(file).split("\n").length > 400)).toEqual([]);
  });

  it("the lockfile names no registry", () => {
    expect(read("package-lock.json")).not.toMatch(/"resolved"/);
  });

  it("default exports stand only where a tool looks for them", () => {
    const wrong = code.filter(
      (file) =>
        /^export default /m.test(read(file)) &&
        !/^(app\/.*|[^/]+|e2e\/start-stack\.ts|tests\/database\.ts)$/.test(file),
    );
    expect(wrong).toEqual([]);
  });
});
