import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { startEmbedded } from "../lib/db/embedded";

const root = path.resolve(import.meta.dirname, "..");
const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");
const next = path.join(root, "node_modules/next/dist/bin/next");

/** Everything the demo, the end-to-end tests and the benches run against: sandbox, identity provider, product. */
export interface Stack {
  /** The product's address. */
  url: string;
  /** The sandbox's AWS endpoint. */
  aws: string;
  issuer: string;
  /** The product's environment: also what `xaccount` commands need. */
  env: Record<string, string>;
  /** The product's process. */
  pid: () => number;
  /** Stops the product (`signal`), and starts it again on the same data. */
  restartProduct: (signal?: NodeJS.Signals) => Promise<void>;
  stop: () => Promise<void>;
}

/** A port nobody listens on: `wanted` when it is free, else one the system picks. */
export async function freePort(wanted = 0): Promise<number> {
  const server = net.createServer();
  const port = await new Promise<number | null>((resolve) => {
    server.once("error", () => resolve(null));
    server.listen(wanted, "localhost", () => resolve((server.address() as net.AddressInfo).port));
  });
  if (port === null) return freePort(0);
  server.close();
  await once(server, "close");
  return port;
}

async function stopChild(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

/** Waits until `url` answers 200; fails with what the process logged to when it ends first. */
async function untilHealthy(url: string, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The product ended with ${child.exitCode}; see ${log}`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    if (Date.now() > deadline)
      throw new Error(`The product did not become healthy within a minute; see ${log}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Runs an `xaccount` command against the stack. */
export async function xaccount(env: Record<string, string>, args: string[]): Promise<string> {
  const child = spawn(process.execPath, [path.join(root, "bin/xaccount.mjs"), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`xaccount ${args.join(" ")} ended with ${code}\n${output}`);
  return output;
}

/**
 * Starts the three on localhost, connects the demo accounts and waits for the first sync.
 * @param folder where the product keeps its data and all three their logs
 * @param ports wanted ports; another free one is taken when one is in use
 */
export async function startStack(options: {
  folder: string;
  ports?: { web?: number; aws?: number; issuer?: number };
  env?: Record<string, string>;
}): Promise<Stack> {
  const { folder } = options;
  mkdirSync(folder, { recursive: true });
  const web = await freePort(options.ports?.web);
  const [awsPort, issuerPort] = [await freePort(options.ports?.aws), await freePort(options.ports?.issuer)];
  const url = `http://localhost:${web}`;
  const client = { id: "xaccount", secret: "sandbox-only" };

  const sandbox = spawn(
    process.execPath,
    [
      tsx,
      path.join(root, "sandbox/main.ts"),
      ...["--port", `${awsPort}`, "--idp-port", `${issuerPort}`, "--estate", "demo"],
      ...[
        "--redirect-uri",
        `${url}/api/auth/callback/oidc`,
        "--client-id",
        client.id,
        "--client-secret",
        client.secret,
      ],
    ],
    { cwd: root, stdio: ["ignore", "pipe", openSync(path.join(folder, "sandbox.log"), "a")] },
  );
  const ready = await new Promise<{ aws: string; issuer: string }>((resolve, reject) => {
    sandbox.once("exit", (code) =>
      reject(new Error(`The sandbox ended with ${code}; see ${folder}/sandbox.log`)),
    );
    if (!sandbox.stdout) return reject(new Error("The sandbox has no output to read."));
    createInterface({ input: sandbox.stdout }).on("line", (line) => {
      if (line.startsWith("ready ")) resolve(JSON.parse(line.slice(6)) as { aws: string; issuer: string });
    });
  });

  const env: Record<string, string> = {
    XACCOUNT_DATA: path.join(folder, "data"),
    AUTH_URL: url,
    OIDC_ISSUER: ready.issuer,
    OIDC_CLIENT_ID: client.id,
    OIDC_CLIENT_SECRET: client.secret,
    OIDC_NAME: "the demo's people",
    AWS_ENDPOINT_URL: ready.aws,
    AWS_REGION: "us-east-1",
    // The product's home account in the demo estate; the sandbox knows twelve digits as that account's administrator.
    AWS_ACCESS_KEY_ID: "555566667777",
    AWS_SECRET_ACCESS_KEY: "sandbox-only",
    NEXT_TELEMETRY_DISABLED: "1",
    ...options.env,
  };
  const log = path.join(folder, "product.log");
  const startProduct = async () => {
    const out = openSync(log, "a");
    const child = spawn(process.execPath, [next, "start", "-H", "localhost", "-p", `${web}`], {
      cwd: root,
      env: { ...process.env, ...env, NODE_ENV: "production", NEXT_MANUAL_SIG_HANDLE: "true" },
      stdio: ["ignore", out, out],
    });
    await untilHealthy(`${url}/api/health`, child, log);
    return child;
  };
  let product: ChildProcess | null = null;
  const stop = async () => {
    if (product) await stopChild(product);
    await stopChild(sandbox);
    // The product leaves its database running for other processes; here there are none.
    if (!env.DATABASE_URL) (await startEmbedded(path.join(env.XACCOUNT_DATA ?? "", "postgres"))).stop();
  };
  try {
    product = await startProduct();
    await xaccount(env, ["accounts", "import", path.join(root, "sandbox/estate/accounts.json")]);
    await xaccount(env, ["sync", "--wait"]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    aws: ready.aws,
    issuer: ready.issuer,
    env,
    pid: () => product?.pid ?? 0,
    restartProduct: async (signal) => {
      if (product) await stopChild(product, signal);
      product = await startProduct();
    },
    stop,
  };
}
