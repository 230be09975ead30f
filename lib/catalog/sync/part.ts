/** One part of a sync: an account and region. */
export interface Part {
  syncId: string;
  accountId: string;
  region: string;
}

/** The lock of whoever is at a part, and the key of its job. */
export const lockOf = ({ syncId, accountId, region }: Part) => `sync ${syncId} ${accountId} ${region}`;

/** Where its row is. */
export const rowOf = ({ syncId, accountId, region }: Part) => ({
  syncId_accountId_region: { syncId, accountId, region },
});

/** Parts, and syncs, that are not over. */
export const open = { state: { in: ["waiting" as const, "running" as const] } };

/** Whether a part, or a sync, is not over. */
export const isOpen = ({ state }: { state: string }): boolean => state === "waiting" || state === "running";

/** What is being read, and since when. */
export interface BeingRead {
  accountId: string;
  region: string;
  since: Date;
}

const mostNamed = 3;
const moment = (date: Date) => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** What is being read, as one says it, the oldest first: "123456789012 in us-east-1 (since …), … and 9 more". */
export function nameBeingRead(all: BeingRead[]): string {
  const named = all
    .toSorted((a, b) => a.since.getTime() - b.since.getTime())
    .slice(0, mostNamed)
    .map(({ accountId, region, since }) => `${accountId} in ${region} (since ${moment(since)})`);
  return `${named.join(", ")}${all.length > mostNamed ? ` and ${all.length - mostNamed} more` : ""}`;
}
