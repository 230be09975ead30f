import type { Transaction } from "@/lib/db/client";
import { parseFunctionArn } from "@/lib/lambda/arn";
import type { FunctionArn } from "@/lib/lambda/types";
import { changeFunctions, lockFunctions, makeFunctions, touchFunctions } from "./ingest-functions";
import { writeTargets } from "./ingest-targets";
import type { FunctionRead } from "./read-function";
import { findRecreated, keepRecreated } from "./recreated";
import { updateFindingsOf } from "./update-findings";

/** A function as read, with the row that is known of it by now. */
export interface Ingested {
  id: string;
  owner: FunctionArn;
  read: FunctionRead;
}

function ownerOf(arn: string): FunctionArn {
  const owner = parseFunctionArn(arn);
  if (!owner.ok) throw new Error(`AWS named a function by what is no ARN: ${arn}`);
  return owner.value;
}

/**
 * Puts functions, as just read, in the place of what was known of them: their targets, policies and statements. What
 * is as it was costs no write but that it was read. A function of which something newer is known is left as it is.
 * @param syncId the sync that found them, if one did
 * @returns their IDs, by ARN
 */
export async function ingestAll(
  tx: Transaction,
  reads: FunctionRead[],
  syncId?: string,
): Promise<Map<string, string>> {
  if (reads.length === 0) return new Map();
  const known = await lockFunctions(tx, reads);
  const made = await makeFunctions(tx, reads, known);
  const newer = ({ arn, readAt }: FunctionRead) => {
    const row = known.get(arn);
    return row !== undefined && (row.syncedAt > readAt || (row.goneAt ?? readAt) > readAt);
  };
  const current = reads.filter((read) => !newer(read));
  const recreated = await findRecreated(tx, current, known);
  const ids = new Map([...made, ...(await changeFunctions(tx, current, known))]);
  const ingested = current.flatMap((read): Ingested[] => {
    const id = ids.get(read.arn);
    return id ? [{ id, owner: ownerOf(read.arn), read }] : [];
  });
  const standing = await writeTargets(tx, ingested);
  for (const { id, read } of ingested) {
    const at = recreated.get(read.arn);
    if (at) await keepRecreated(tx, id, at);
  }
  await updateFindingsOf(tx, standing);
  const passed = reads.filter(newer).flatMap((read) => known.get(read.arn)?.id ?? []);
  await touchFunctions(tx, ingested, { syncId, passed });
  return new Map([...known.values()].map(({ arn, id }): [string, string] => [arn, id]).concat([...ids]));
}

/** As `ingestAll`, of one function. @returns its ID */
export async function ingest(tx: Transaction, read: FunctionRead): Promise<string> {
  return (await ingestAll(tx, [read])).get(read.arn) ?? "";
}
