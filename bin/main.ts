import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Actor } from "@/lib/audit/actor";
import { allEvents } from "@/lib/audit/list";
import { readExport } from "@/lib/audit/read-export";
import { verifyChain } from "@/lib/audit/verify";
import { importAccounts } from "@/lib/catalog/import-accounts";
import { startSync } from "@/lib/catalog/start-sync";
import { findSync, progressOf } from "@/lib/catalog/sync-progress";
import { connect, connectedUrl, disconnect } from "@/lib/db/client";
import { startDatabase } from "@/lib/db/start";
import { allowNoSignIn } from "@/lib/env";
import { startWorker } from "@/lib/jobs/worker";
import { stopInOrder } from "@/lib/stop";
import { crontab, tasks } from "@/lib/tasks";

const help = `npx xaccount <command>

  audit verify [--file FILE]   check the audit trail's chain: the database's, or an NDJSON export's
  accounts import FILE         make accounts known, try their roles and connect them: a JSON array of
                               {id, name, partition?, organizationId?, roleArn?, externalId?, ambient?, regions};
                               ends with 1 when a role was refused
  evaluate                     decide calls: cases as NDJSON on standard input, a decision a line (docs/evaluate.md)
  worker                       run jobs, without pages, until told to stop (npm start with WORKER=only)
  sync [--wait]                start reading AWS (a running worker does it); --wait until it is done;
                               what is being read already is left out, and not waited for

The environment says which database: see .env.example.`;

const cli: Actor = { kind: "system", name: "cli" };

async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  allowNoSignIn();
  await connect((await startDatabase()).url);
  try {
    return await work();
  } finally {
    await disconnect();
  }
}

async function verify(file: string | undefined): Promise<number> {
  const report = file
    ? await verifyChain(readExport(file))
    : await withDatabase(() => verifyChain(allEvents()));
  if (!report.ok) {
    console.error(
      `BROKEN at entry ${report.broken?.seq}: ${report.broken?.why}\n${report.checked} entries before it are whole.`,
    );
    return 1;
  }
  console.log(`The chain is whole: ${report.checked} entries.`);
  if (report.head) console.log(`Its head is entry ${report.head.seq}, ${report.head.hash}`);
  return 0;
}

const outcomes = {
  connected: "connected",
  named: "known by name",
  kept: "connected as before; its role could not be tried now",
  refused: "NOT connected",
};

/** @returns 1 when a role was refused: that account is known, and not connected */
async function importFile(file: string): Promise<number> {
  const input: unknown = JSON.parse(readFileSync(file, "utf8"));
  const accounts = await withDatabase(() => importAccounts(cli, input));
  for (const { id, name, what, sentence } of accounts)
    console.log(`${id} ${name}: ${outcomes[what]}.${sentence ? ` ${sentence}` : ""}`);
  const refused = accounts.filter(({ what }) => what === "refused").length;
  console.log(`${accounts.length} accounts are known.`);
  if (refused === 0) return 0;
  console.error(
    `${refused} could not be connected: mend what is said above, and import again or try it on its page.`,
  );
  return 1;
}

async function sync(wait: boolean): Promise<number> {
  return withDatabase(async () => {
    const { id, leftOut } = await startSync(cli);
    if (leftOut) console.log(leftOut);
    if (!wait) return 0;
    for (;;) {
      const row = await findSync(id);
      if (row?.finishedAt) {
        console.log(
          `Read ${progressOf(row).done} functions${row.state === "failed" ? "; some parts failed, the accounts page says why" : ""}.`,
        );
        return row.state === "failed" ? 1 : 0;
      }
      await pause(200);
    }
  });
}

/** A process with the worker alone, until it is told to stop: then what runs is finished, and nothing new begun. */
async function work(): Promise<number> {
  return withDatabase(async () => {
    stopInOrder(await startWorker(connectedUrl(), tasks, crontab));
    return new Promise<number>(() => undefined); // it ends when it is told to
  });
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      file: { type: "string" },
      wait: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [command = "", ...rest] = positionals;
  const name = [command, ...(command === "audit" || command === "accounts" ? [rest[0]] : [])].join(" ");
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (name === "audit verify") return verify(values.file);
  if (name === "worker") return work();
  if (name === "sync") return sync(values.wait);
  if (name === "accounts import" && rest[1]) return importFile(rest[1]);
  console.error(help);
  return 2;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
