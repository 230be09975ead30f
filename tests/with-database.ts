import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { connect, disconnect } from "@/lib/db/client";
import { template, urlOf } from "./database";

/**
 * Gives the test file a migrated database of its own, and connects the product to it.
 * @returns its URL, once the tests run
 */
export function withDatabase(): { url: () => string } {
  const name = `xaccount_${randomBytes(6).toString("hex")}`;
  const server = inject("databaseServer");
  const asAdmin = async (sql: string) => {
    const admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(sql);
    await admin.end();
  };
  beforeAll(async () => {
    await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    await connect(urlOf(server, name));
  });
  afterAll(async () => {
    await disconnect();
    await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`);
  });
  return { url: () => urlOf(server, name) };
}
