import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "@/lib/db/embedded";
import { prepareDatabase } from "@/lib/db/start";

declare module "vitest" {
  interface ProvidedContext {
    databaseServer: string;
  }
}

/** The database tests copy theirs from. */
export const template = "xaccount_template";

/** Starts one real PostgreSQL for all integration tests, with a migrated template to copy. */
export default async function startTestDatabase(project: TestProject): Promise<() => void> {
  const server = await startEmbedded(path.resolve(".cache/test-database"));
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  const { rows } = await admin.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE datname LIKE 'xaccount_%'",
  );
  for (const { datname } of rows) await admin.query(`DROP DATABASE "${datname}" WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${template}`);
  await prepareDatabase(urlOf(server.url, template));
  await admin.end();
  project.provide("databaseServer", server.url);
  return server.stop;
}

/** The URL of another database of the same server. */
export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
