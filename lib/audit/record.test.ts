import pg from "pg";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { withDatabase } from "@/tests/with-database";
import type { Actor } from "./actor";
import { csvLines } from "@/lib/format/csv";
import { auditColumns } from "./export";
import { allEvents, listEvents } from "./list";
import { audited } from "./record";
import { verifyChain } from "./verify";

const database = withDatabase();
const actor: Actor = { kind: "system", name: "cli" };
const tell = (id: string) =>
  audited(actor, async (tx, record) => {
    await tx.account.create({ data: { id, name: `account ${id}` } });
    await record({
      action: "account.named",
      subject: { kind: "account", id },
      accountId: id,
      reason: "=1+1",
    });
  });

describe("audited", () => {
  it("chains what is told at the same moment from many sides", async () => {
    const ids = Array.from({ length: 20 }, (_, index) => String(100_000_000_000 + index));
    await Promise.all(ids.map(tell));
    const report = await verifyChain(allEvents());
    expect(report).toMatchObject({ ok: true, checked: 20, head: { seq: "20" } });
  });

  it("writes nothing when nothing is told", async () => {
    const silent = audited(actor, (tx) =>
      tx.account.create({ data: { id: "999999999999", name: "silent" } }),
    );
    await expect(silent).rejects.toThrow("without recording");
    expect(await db().account.findUnique({ where: { id: "999999999999" } })).toBeNull();
  });

  it("tells nothing when the write fails", async () => {
    await expect(tell("100000000000")).rejects.toThrow();
    expect((await verifyChain(allEvents())).checked).toBe(20);
  });

  it("pages from the newest, by number", async () => {
    const first = await listEvents({}, { limit: 15 });
    const second = await listEvents({}, { limit: 15, before: first.next ?? "" });
    expect([...first.rows, ...second.rows].map(({ seq }) => Number(seq))).toEqual(
      Array.from({ length: 20 }, (_, index) => 20 - index),
    );
    expect(second.next).toBeNull();
  });

  it("exports CSV that no spreadsheet runs", async () => {
    const lines: string[] = [];
    for await (const line of csvLines(allEvents(), auditColumns)) lines.push(line);
    expect(lines).toHaveLength(21);
    expect(lines[1]).toContain(",'=1+1,");
  });
});

describe("the trail", () => {
  it.each([
    "UPDATE \"Event\" SET reason = 'x' WHERE seq = 3",
    'DELETE FROM "Event" WHERE seq = 3',
    'TRUNCATE "Event"',
  ])("refuses %s", async (sql) => {
    const client = new pg.Client({ connectionString: database.url() });
    await client.connect();
    await expect(client.query(sql)).rejects.toThrow("append-only");
    await client.end();
  });

  it.each([
    ["a changed entry", 'UPDATE "Event" SET "actorName" = \'somebody\' WHERE seq = 7', "7", "changed"],
    ["a missing entry", 'DELETE FROM "Event" WHERE seq = 12', "13", "missing"],
  ])("shows %s, made by whoever can switch the trigger off", async (_what, sql, seq, why) => {
    const client = new pg.Client({ connectionString: database.url() });
    await client.connect();
    await client.query("BEGIN");
    await client.query('ALTER TABLE "Event" DISABLE TRIGGER ALL');
    await client.query(sql);
    const { rows } = await client.query<{ seq: string; at: Date }>('SELECT * FROM "Event" ORDER BY seq');
    await client.query("ROLLBACK");
    await client.end();
    const entries = rows.map((row) => ({ ...row, at: row.at.toISOString() })) as never[]; // rows of the table are entries but for the time
    const report = await verifyChain(entries);
    expect(report.ok).toBe(false);
    expect(report.broken?.seq).toBe(seq);
    expect(report.broken?.why).toContain(why);
  });
});
