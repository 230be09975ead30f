import path from "node:path";
import { runMigrations } from "graphile-worker";
import { env } from "@/lib/env";
import { keepEmbedded } from "./keep-embedded";
import { migrate } from "./migrate";

/** Where the product's database is, once it runs and is up to date. */
export interface Database {
  url: string;
  /** Stops the embedded server; nothing for one of somebody else's. */
  stop: () => void;
}

/** Brings a database up to date: the product's schema, and the queue's own. */
export async function prepareDatabase(url: string): Promise<void> {
  await migrate(url, path.resolve(/* turbopackIgnore: true */ process.cwd(), "prisma/migrations"));
  await runMigrations({ connectionString: url });
}

async function start(): Promise<Database> {
  const { DATABASE_URL, XACCOUNT_DATA } = env();
  const database = DATABASE_URL
    ? { url: DATABASE_URL, stop: () => undefined }
    : await keepEmbedded(path.join(XACCOUNT_DATA, "postgres"));
  await prepareDatabase(database.url);
  return database;
}

// On globalThis: Next.js loads modules once for instrumentation and once more for the pages of the same process.
const shared = globalThis as typeof globalThis & { xaccountDatabase?: Promise<Database> };

/**
 * The database of this process: DATABASE_URL, else the embedded server under the data folder; migrated. Started once.
 * @throws Error when it can't be started or migrated; the next call tries again
 */
export function startDatabase(): Promise<Database> {
  shared.xaccountDatabase ??= start().catch((error: unknown) => {
    shared.xaccountDatabase = undefined;
    throw error;
  });
  return shared.xaccountDatabase;
}
