import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client";
import type { Prisma } from "./generated/client";

type Model =
  | "person"
  | "account"
  | "accountRegion"
  | "sync"
  | "syncPart"
  | "function"
  | "target"
  | "statement"
  | "policySnapshot"
  | "finding"
  | "notice"
  | "statementPrincipal"
  | "ownerOverride"
  | "request"
  | "requestItem"
  | "justification"
  | "notification"
  | "notificationRead"
  | "notificationRecipient"
  | "delivery"
  | "review"
  | "grant"
  | "event";
type Read =
  | "findUnique"
  | "findUniqueOrThrow"
  | "findFirst"
  | "findFirstOrThrow"
  | "findMany"
  | "count"
  | "aggregate"
  | "groupBy";

/** The database for reading. Writing is `audited` (lib/audit) or one of the few things `unaudited` lists. */
export type Reader = { [M in Model]: Pick<PrismaClient[M], Read> } & Pick<PrismaClient, "$queryRaw">;

/** A transaction one may write in. */
export type Transaction = Prisma.TransactionClient;

// On globalThis: Next.js loads modules once for instrumentation and once more for the pages of the same process.
const shared = globalThis as typeof globalThis & { xaccountClient?: PrismaClient; xaccountUrl?: string };

/**
 * Stands in SQL that is planned once a connection and then kept, as planning costs more than running it. For queries
 * of which there are few: what is kept is never thrown away.
 */
export const planOnce = "/* plan once */";

const nameOf = (sql: string) => createHash("sha256").update(sql).digest("hex").slice(0, 32);

/** Connects this process to its database. Called once at start; again replaces the connection. */
export async function connect(url: string): Promise<void> {
  await disconnect();
  const adapter = new PrismaPg(
    { connectionString: url, max: 20, connectionTimeoutMillis: 5000 },
    { statementNameGenerator: ({ sql }) => (sql.includes(planOnce) ? nameOf(sql) : "") },
  );
  shared.xaccountClient = new PrismaClient({ adapter });
  shared.xaccountUrl = url;
}

/** Closes the connection, if there is one. */
export async function disconnect(): Promise<void> {
  const client = shared.xaccountClient;
  shared.xaccountClient = undefined;
  await client?.$disconnect();
}

/** The whole client. For lib/db alone: everybody else reads with `db()` and writes in a transaction given to them. */
export function client(): PrismaClient {
  if (shared.xaccountClient) return shared.xaccountClient;
  throw new Error("The database is not connected yet: connect() comes first.");
}

/** The URL connected to, for what needs a connection of its own (locks). */
export function connectedUrl(): string {
  if (shared.xaccountUrl) return shared.xaccountUrl;
  throw new Error("The database is not connected yet: connect() comes first.");
}

/** The database, for reading. */
export function db(): Reader {
  return client();
}
