import type { Transaction } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { unaudited } from "@/lib/db/unaudited";
import { ingestAll } from "../ingest";
import { endFunctions } from "../ingest-policy";
import type { FunctionRead } from "../read-function";
import type { Cursor } from "./pages";
import type { Part } from "./part";

/** What became of a function: it was read, it is as it was, or it is gone. */
export type Kept =
  | { what: "read"; read: FunctionRead | null }
  | { what: "unchanged"; id: string }
  | { what: "gone"; id: string; at: Date };

/** Functions a transaction: it costs about the same for one as for many. */
const batch = 25;
/** For how long a function may wait for others, in milliseconds. A process that dies has read so much in vain. */
const wait = 1000;

/** Keeps what a part of a sync read, many functions a transaction, and how far it is with them. */
export class Keeper {
  #items: { kept: Kept; done: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #failure: unknown = null;
  #cost = { calls: 0, throttles: 0 };
  /** Up to when its work is counted. */
  #counted = Date.now();

  /** @param cursor where the part is to go on when it is interrupted now */
  constructor(
    readonly part: Part,
    readonly cursor: () => Cursor,
  ) {}

  /** Counts a call of AWS. */
  count({ throttled }: { throttled: boolean }): void {
    this.#cost.calls += 1;
    if (throttled) this.#cost.throttles += 1;
  }

  /** Takes what became of a function; waits when there is much to write. @param done its page waits for it no more */
  async push(kept: Kept, done: () => void): Promise<void> {
    if (this.#failure) throw this.#failure;
    this.#items.push({ kept, done });
    if (this.#items.length >= batch) this.#run();
    else this.#timer ??= setTimeout(() => this.#run(), wait);
    while (this.#items.length >= 2 * batch && this.#running) await this.#running;
  }

  /** Writes all that is left. @throws what a write threw, now or before */
  async flush(): Promise<void> {
    for (this.#run(); this.#running; this.#run()) await this.#running;
    if (this.#failure) throw this.#failure;
  }

  #run(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const left = this.#items.length > 0 || this.#cost.calls > 0;
    if (!left || this.#running || this.#failure) return;
    this.#running = this.#writeAll()
      .catch((error: unknown) => {
        this.#failure = error;
      })
      .finally(() => {
        this.#running = null;
      });
  }

  async #writeAll(): Promise<void> {
    do {
      const items = this.#items.splice(0, batch);
      const cost = this.#cost;
      this.#cost = { calls: 0, throttles: 0 };
      for (const { done } of items) done();
      await unaudited("catalog.read", (tx) =>
        this.#write(
          tx,
          items.map(({ kept }) => kept),
          cost,
        ),
      );
    } while (this.#items.length >= batch);
    if (this.#items.length > 0) this.#timer ??= setTimeout(() => this.#run(), wait);
  }

  async #write(tx: Transaction, kept: Kept[], { calls, throttles }: { calls: number; throttles: number }) {
    const { syncId, accountId, region } = this.part;
    const reads = kept.flatMap((one) => (one.what === "read" && one.read ? [one.read] : []));
    const unchanged = kept.flatMap((one) => (one.what === "unchanged" ? [one.id] : []));
    const gone = kept.flatMap((one) => (one.what === "gone" ? [one] : []));
    await ingestAll(tx, reads, syncId);
    if (unchanged.length > 0)
      await tx.function.updateMany({ where: { id: { in: unchanged } }, data: { lastSyncId: syncId } });
    for (const { id, at } of gone) await endFunctions(tx, [id], at);
    const now = Date.now();
    await tx.syncPart.update({
      where: { syncId_accountId_region: { syncId, accountId, region } },
      data: {
        ...this.cursor(),
        functionsDone: { increment: kept.length - gone.length },
        functionsUnchanged: { increment: unchanged.length },
        calls: { increment: calls },
        throttles: { increment: throttles },
        movedAt: new Date(now),
        workedMs: { increment: now - this.#counted },
        ...(kept.length > 0 ? { tries: 0, failure: Prisma.DbNull } : {}),
      },
    });
    this.#counted = now;
  }
}
