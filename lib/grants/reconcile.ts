import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { differenceOf, findCompared, isKnownSince } from "./compare";
import { findApplied } from "./find-applied";
import { keepDrift } from "./keep-drift";
import { readAgain } from "./read-again";
import { returnLingering } from "./return-lingering";

/** A target that changed since its grants were compared with it, and the count that was seen. */
interface Changed {
  id: string;
  changes: number;
}

function findChanged(after: string | null, batch: number): Promise<Changed[]> {
  return db().$queryRaw<Changed[]>`
    SELECT id, changes FROM "Target"
    WHERE changes <> compared AND (${after}::uuid IS NULL OR id > ${after}::uuid)
    ORDER BY id LIMIT ${batch}`;
}

/**
 * Keeps that targets were compared, at the counts that were seen: what changed meanwhile is compared again. Whoever
 * reads one of them in now is not waited for.
 */
async function keepCompared(targets: Changed[]): Promise<void> {
  const ids = targets.map(({ id }) => id);
  const counts = targets.map(({ changes }) => changes);
  await unaudited(
    "grant.compared",
    (tx) => tx.$executeRaw`
      UPDATE "Target" t SET compared = seen.changes
      FROM unnest(${ids}::uuid[], ${counts}::int[]) AS seen(id, changes)
      WHERE t.id = seen.id
        AND t.id IN (SELECT id FROM "Target" WHERE id = ANY(${ids}::uuid[]) FOR UPDATE SKIP LOCKED)`,
  );
}

async function comparePage(targets: Changed[], now: Date): Promise<number> {
  const unread = await readAgain(targets.map(({ id }) => id));
  const ids = targets.flatMap(({ id }) => (unread.has(id) ? [] : id));
  const open = new Set(unread);
  let found = 0;
  for (const grant of await findCompared(ids)) {
    // What was read before a grant was applied says nothing of it: it is looked at again when more was read.
    if (!isKnownSince(grant)) open.add(grant.targetId);
    else {
      const difference = differenceOf(grant);
      if (!difference) continue;
      if (await keepDrift(grant, difference, now)) found += 1;
      else open.add(grant.targetId);
    }
  }
  found += await returnLingering(ids);
  await keepCompared(targets.filter(({ id }) => !open.has(id)));
  return found;
}

/**
 * Compares grants with the policies their targets had when last read: by level, so that it does not matter which
 * changes were noticed on the way. Only targets that changed since then are looked at (the database counts), a page at
 * a time. Finds what no job knows, too: statements of grants that are over, and of grants that failed.
 * @param batch targets at a time
 * @returns how many grants came to differ, to be as granted again, to be removed again or to be gone on with
 */
export async function reconcileGrants(now = new Date(), batch = 500): Promise<number> {
  let found = 0;
  for (let page = await findChanged(null, batch); page.length > 0;) {
    found += await comparePage(page, now);
    page = page.length < batch ? [] : await findChanged(page.at(-1)?.id ?? null, batch);
  }
  return found + (await findApplied());
}
