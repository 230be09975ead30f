import type { Transaction } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { transact } from "@/lib/db/transact";
import { mark } from "@/lib/marks";
import type { Actor } from "./actor";
import { genesisHash, hashOf } from "./entry";

/** What is told of a step. `action` is in the past tense: `grant.applied`. */
export interface Told {
  action: string;
  subject: { kind: "request" | "grant" | "function" | "account" | "sync" | "owners" | "finding"; id: string };
  requestId?: number;
  grantId?: string;
  functionId?: string;
  accountId?: string;
  /** Why, in the person's words. */
  reason?: string;
  awsRequestId?: string;
  /** Further facts, kept as JSON: a date is its text. */
  data?: Prisma.InputJsonObject;
}
export type Record = (told: Told) => Promise<void>;

// One key for the whole trail: entries are appended one transaction at a time.
const chainKey = 7_821_334_001n;

/** As the database will give it back: what is hashed must be what is read when the trail is verified. */
const asStored = (data: Prisma.InputJsonObject) => JSON.parse(JSON.stringify(data)) as Prisma.InputJsonObject;

async function append(tx: Transaction, actor: Actor, told: Told): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${chainKey})`;
  const last = await tx.event.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, hash: true } });
  const seq = (last?.seq ?? 0n) + 1n;
  const at = new Date();
  const fields = {
    action: told.action,
    actorKind: actor.kind,
    actorId: actor.kind === "person" ? actor.personId : actor.name,
    actorName: actor.name,
    subjectKind: told.subject.kind,
    subjectId: told.subject.id,
    requestId: told.requestId ?? null,
    grantId: told.grantId ?? null,
    functionId: told.functionId ?? null,
    accountId: told.accountId ?? null,
    reason: told.reason ?? null,
    awsRequestId: told.awsRequestId ?? null,
    data: asStored(told.data ?? {}),
    previousHash: last?.hash ?? genesisHash,
  };
  const hash = hashOf({ ...fields, seq: seq.toString(), at: at.toISOString() });
  await tx.event.create({ data: { ...fields, seq, at, hash } });
}

/**
 * The only way a verb writes: a transaction that appends at least one event of the audit trail. If the event can't be
 * written, nothing is done.
 * @param actor who does it
 * @param work reads and writes through `tx`, and tells what it did through `record`
 * @throws whatever `work` throws, and Error when it recorded nothing; both after rolling back
 */
export function audited<T>(actor: Actor, work: (tx: Transaction, record: Record) => Promise<T>): Promise<T> {
  return transact(async (tx) => {
    const told: Told[] = [];
    const result = await work(tx, (one) => {
      told.push(one);
      return Promise.resolve();
    });
    if (told.length === 0) throw new Error("A verb wrote without recording an event; nothing was changed.");
    // At the end, so that the trail's lock is held for as short as can be.
    for (const one of told) {
      await mark(`before the event ${one.action}`);
      await append(tx, actor, one);
      await mark(`after the event ${one.action}`);
    }
    return result;
  });
}
