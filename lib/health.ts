import { chainStatus } from "./audit/status";
import { findLate } from "./catalog/sync/late";
import { db } from "./db/client";
import { env } from "./env";
import { listLingering } from "./grants/lingering";
import { queueAge } from "./jobs/queue-age";
import { targetName } from "./lambda/arn";
import { findUndelivered } from "./notifications/undelivered";
import { listOwedReviews } from "./requests/owed-reviews";

/** One thing that is well or not, in words. */
export interface Check {
  /** As machines know it. */
  code: string;
  name: string;
  ok: boolean;
  detail: string;
}

/** Whether the database answers; for machines, often. */
export async function isAlive(): Promise<boolean> {
  const rows = await db().$queryRaw<{ one: number }[]>`SELECT 1 AS one`;
  return rows[0]?.one === 1;
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const at = (date: Date) => date.toISOString();

async function checkRemovals(now: Date): Promise<Check> {
  const lingering = await listLingering(now);
  const [oldest] = lingering;
  const named = lingering
    .slice(0, 5)
    .map(
      (one) => `${one.principal} on ${targetName(one.functionName, one.qualifier)} since ${at(one.since)}`,
    );
  return {
    ...{ code: "removals", name: "Access that should be gone", ok: !oldest },
    detail: oldest
      ? `${counted(lingering.length, "grant still stands and should", "grants still stand and should")} not: ${named.join("; ")}${lingering.length > 5 ? "; and more" : ""}.`
      : "All of it is.",
  };
}

async function checkReviews(): Promise<Check> {
  const owed = await listOwedReviews();
  const first = owed[0]?.glassBrokenAt;
  return {
    ...{ code: "reviews", name: "Reviews owed", ok: owed.length === 0 },
    detail: first
      ? `Access by break-glass waits for a review: ${counted(owed.length, "request", "requests")}, the oldest, request ${owed[0]?.id}, since ${at(first)}.`
      : "None is owed for access by break-glass.",
  };
}

async function checkQueue(): Promise<Check> {
  const { due, oldestSeconds } = await queueAge();
  return {
    ...{ code: "queue", name: "Queue", ok: oldestSeconds < 120 },
    detail:
      due === 0
        ? "Nothing waits."
        : `${counted(due, "job is", "jobs are")} due, the oldest for ${oldestSeconds} s.`,
  };
}

/** The first of several, in words. */
function firstOf<T>(all: T[], say: (one: T) => string): string {
  const named = all.slice(0, 3).map(say).join("; ");
  return all.length > 3 ? `${named}; and ${all.length - 3} more` : named;
}

async function checkSync(now: Date): Promise<Check> {
  const [latest, late, failed] = await Promise.all([
    db().sync.findFirst({ orderBy: { createdAt: "desc" }, select: { createdAt: true } }),
    findLate(now),
    db().accountRegion.findMany({
      where: { failedAt: { not: null }, account: { connection: { not: "none" } } },
      select: { accountId: true, region: true },
      orderBy: [{ accountId: "asc" }, { region: "asc" }],
    }),
  ]);
  const named = { code: "sync", name: "Reading AWS" };
  if (!latest) return { ...named, ok: false, detail: "AWS has not been read yet." };
  const place = ({ accountId, region }: { accountId: string; region: string }) => `${accountId} in ${region}`;
  const trouble = [
    ...(late.length > 0 ? [`${firstOf(late, (one) => `${place(one)} ${one.how}`)}.`] : []),
    ...(failed.length > 0 ? [`Could not be read the last time: ${firstOf(failed, place)}.`] : []),
  ];
  const detail = trouble.length > 0 ? trouble.join(" ") : "It is well.";
  return { ...named, ok: trouble.length === 0, detail: `${detail} Last begun ${at(latest.createdAt)}.` };
}

async function checkGrants(now: Date): Promise<Check[]> {
  const [overdue, failed, drifted] = await Promise.all([
    db().grant.count({
      where: { state: { in: ["active", "revoking"] }, expiresAt: { lt: new Date(now.getTime() - 120_000) } },
    }),
    db().grant.count({
      where: { OR: [{ state: "failed" }, { state: "applying", failure: { path: ["told"], equals: true } }] },
    }),
    db().grant.count({ where: { state: "active", drift: { not: null } } }),
  ]);
  const check = (code: string, name: string, count: number, well: string, sentence: string): Check => ({
    ...{ code, name, ok: count === 0 },
    detail: count === 0 ? well : `${sentence}: ${counted(count, "grant", "grants")}.`,
  });
  return [
    check("expiries", "Expiries", overdue, "None is overdue.", "Should have ended, and has not"),
    check("grants", "Grants", failed, "None has failed.", "Failed, and needs a person"),
    check("drift", "Drift", drifted, "Every grant stands as granted.", "Differs from what stands in AWS"),
  ];
}

async function checkNotifications(now: Date): Promise<Check> {
  const { gaveUp, failing, since, why } = await findUndelivered(now);
  const { XACCOUNT_NOTIFY_URL, XACCOUNT_SMTP_URL } = env();
  const parts = [
    ...(gaveUp > 0 ? [`${gaveUp} could not be sent on and were given up in the last week`] : []),
    ...(failing > 0 ? [`${failing} can't be sent on and are tried again`] : []),
  ];
  const well =
    XACCOUNT_NOTIFY_URL || XACCOUNT_SMTP_URL
      ? "All were sent on."
      : "They stand on people's pages; nothing is set to send them on to.";
  return {
    ...{ code: "notifications", name: "Notifications", ok: parts.length === 0 },
    detail: since ? `${parts.join("; ")}, the oldest of ${at(since)}. ${why ?? ""}`.trim() : well,
  };
}

/** What costs little to look at: everything but the trail. The gravest first. */
async function quickChecks(now: Date): Promise<Check[]> {
  const database = { code: "database", name: "Database", ok: true, detail: "It answers." };
  const checks = await Promise.all([
    checkRemovals(now),
    checkReviews(),
    checkQueue(),
    checkSync(now),
    checkGrants(now),
    checkNotifications(now),
  ]);
  return [database, ...checks.flat()];
}

/** Everything that should be well; for people, now and then (it checks the whole audit chain). */
export async function checkHealth(now = new Date()): Promise<Check[]> {
  const [checks, chain] = await Promise.all([quickChecks(now), chainStatus()]);
  return [
    ...checks,
    {
      ...{ code: "audit", name: "Audit chain", ok: chain.ok },
      detail: chain.ok
        ? `Whole: ${chain.checked} entries.`
        : `Broken at entry ${chain.broken?.seq}: ${chain.broken?.why}`,
    },
  ];
}

/** The codes of what is not well, for machines: a process that serves is alive whatever they say. */
export async function findDegraded(now = new Date()): Promise<string[]> {
  return (await quickChecks(now)).filter(({ ok }) => !ok).map(({ code }) => code);
}
