import pg from "pg";
import { startEmbedded } from "@/lib/db/embedded";
import { prepareDatabase } from "@/lib/db/start";
import { loadEstate } from "./load";

/** A database with an estate of some size, indexed. */
export interface EstateDatabase {
  functions: number;
  statements: number;
  /** How long reading the documents and indexing them took. */
  seconds: number;
  url: string;
}

/** Makes a database of its own for an estate, on an embedded server in `folder`. */
export async function makeEstate(folder: string, functions: number): Promise<EstateDatabase> {
  const server = await startEmbedded(folder);
  const name = `estate_${functions}`;
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  await prepareDatabase(url.toString());
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  try {
    return { functions, url: url.toString(), ...(await loadEstate(client, functions)) };
  } finally {
    await client.end();
  }
}
