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
