import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { embeddedPrograms, giveTo, serverOwner, type Owner } from "./embedded-commands";

const user = "xaccount";
const startSeconds = 60;

/** Files of one embedded server. */
interface Place {
  data: string;
  log: string;
  password: string;
  owner: Owner;
}

/** A port nobody listens on: `wanted` when it is free, else one the system picks. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => (wanted > 0 ? resolve(freePort(0)) : reject(error)));
    server.listen(wanted, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo; // listening on TCP, so never a pipe's name
      server.close(() => resolve(port));
    });
  });
}

/** The port for the next start: the one before, so that processes that run find the server again. */
async function portFor(folder: string): Promise<number> {
  const file = path.join(folder, "port");
  const before = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  const port = await freePort(Number.isInteger(before) ? before : 0);
  writeFileSync(file, `${port}\n`);
  return port;
}

/** Root's folders are often closed to others; the server runs as somebody else and must get in. */
function assertReachable(folder: string, owner: Owner): void {
  if (owner.uid === undefined) return;
  for (let at = path.dirname(folder); at !== path.dirname(at); at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) !== 0) continue;
    throw new Error(
      `The database's folder ${folder} can't be reached by the user PostgreSQL runs as, since ${at} is closed. ` +
        "Set XACCOUNT_DATA to a folder elsewhere, or DATABASE_URL.",
    );
  }
}

function run(command: string, args: string[], owner: Owner): { ok: boolean; output: string } {
  // No pipes: the server inherits them from pg_ctl and would keep this process waiting.
  const result = spawnSync(command, args, {
    ...owner,
    encoding: "utf8",
    stdio: "ignore",
    cwd: "/",
    env: { ...process.env, LC_ALL: "C" },
  });
  return { ok: result.status === 0, output: String(result.error ?? result.status) };
}

function prepare(folder: string): Place {
  const owner = serverOwner();
  mkdirSync(path.dirname(folder), { recursive: true }); // only the folder itself is closed to others
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  assertReachable(folder, owner);
  giveTo(owner, folder);
  const place: Place = {
    data: path.join(folder, "server"),
    log: path.join(folder, "server.log"),
    password: path.join(folder, "password"),
    owner,
  };
  if (existsSync(path.join(place.data, "PG_VERSION"))) return place;
  // A folder without PG_VERSION is one whose making was interrupted: nothing was ever kept in it.
  rmSync(place.data, { recursive: true, force: true });
  writeFileSync(place.password, randomBytes(24).toString("base64url"), { mode: 0o600 });
  giveTo(owner, place.password);
  const { initdb } = embeddedPrograms();
  const settings = ["-A", "scram-sha-256", `--pwfile=${place.password}`, "--encoding=UTF8", "--locale=C"];
  const made = run(initdb, ["-D", place.data, "-U", user, ...settings], owner);
  if (!made.ok) throw new Error(`The embedded database could not be made in ${folder} (${made.output}).`);
  return place;
}

/** The port of a running server, from the file it keeps; null when there is none. */
function findPort(place: Place): number | null {
  const file = path.join(place.data, "postmaster.pid");
  if (!existsSync(file)) return null;
  const port = Number(readFileSync(file, "utf8").split("\n")[3]);
  return Number.isInteger(port) && port > 0 ? port : null;
}

/** Whether a database answers. */
export async function canConnect(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on("error", () => undefined); // a server that ends meanwhile does not answer
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * The embedded PostgreSQL under a folder: made when there is none, started when it does not run. Right after a kill
 * its status can lie and its pid file can be stale, so it goes round until a connection answers.
 * @param folder kept between starts; one server a folder, shared by every process that asks
 * @returns its URL, and how to stop it (a process that ends may as well leave it running)
 * @throws Error when it does not answer within a minute; its log says why
 */
export async function startEmbedded(folder: string): Promise<{ url: string; stop: () => void }> {
  const place = prepare(path.resolve(/* turbopackIgnore: true */ folder));
  const { pgCtl } = embeddedPrograms();
  const password = readFileSync(place.password, "utf8").trim();
  const stop = () => void run(pgCtl, ["-D", place.data, "-m", "fast", "-w", "stop"], place.owner);
  const deadline = Date.now() + startSeconds * 1000;
  while (Date.now() < deadline) {
    const port = findPort(place);
    const url = `postgresql://${user}:${password}@127.0.0.1:${port ?? 0}/postgres`;
    if (port && (await canConnect(url))) return { url, stop };
    if (!run(pgCtl, ["-D", place.data, "status"], place.owner).ok) {
      const options = `-p ${await portFor(path.dirname(place.data))} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200`;
      run(pgCtl, ["-D", place.data, "-w", "-t", "30", "-l", place.log, "-o", options, "start"], place.owner);
    }
    await pause(50);
  }
  throw new Error(`The embedded database did not start within ${startSeconds} s; ${place.log} says why.`);
}
