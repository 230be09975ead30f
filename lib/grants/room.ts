import { db, type Reader, type Transaction } from "@/lib/db/client";
import { targetName } from "@/lib/lambda/arn";
import { addStatement, findStatement, policyLimitBytes, readPolicy } from "@/lib/lambda/policy";
import { policyRoom } from "@/lib/lambda/policy-room";
import { fullWords } from "@/lib/lambda/room-words";
import { renderStatement, statementBytes } from "@/lib/lambda/statement";
import type { StatementInput } from "@/lib/lambda/types";
import { statementInputOf, type GrantFacts } from "./principal";

/** What is known here of the room in a target's policy (lib/lambda/policy-room.ts). */
export interface KnownRoom {
  /** IDs of statements that stand though their grant has ended, or is being ended. */
  endedSids: string[];
  /** Bytes of statements that are approved and not written yet. */
  comingBytes: number;
}

const sidsOf = (policy: string | null) => readPolicy(policy).statements.flatMap(({ sid }) => sid ?? []);

/** Bytes of statements that are about to be written, of which a policy holds some already. */
function bytesComing(applying: GrantFacts[], sids: string[], partition: string): number {
  const coming = applying.filter(({ statementId }) => !sids.includes(statementId));
  const bytes = coming.map((grant) => statementBytes(renderStatement(statementInputOf(grant, partition))));
  return bytes.reduce((sum, one) => sum + one, 0);
}

/**
 * What grants say of the room in a function's policies.
 * @param targets of the function, each with its policy as last read
 * @returns one for each target, in their order
 */
export async function findRoom(
  { id: functionId, arn }: { id: string; arn: string },
  targets: { qualifier: string; policy: string | null }[],
  reader: Reader | Transaction = db(),
): Promise<KnownRoom[]> {
  const partition = arn.split(":")[1] ?? "aws";
  const standing = targets.map(({ qualifier, policy }) => ({ qualifier, sids: sidsOf(policy) }));
  const grants = await reader.grant.findMany({
    where: {
      functionId,
      qualifier: { in: targets.map(({ qualifier }) => qualifier) },
      OR: [
        { state: "applying" },
        {
          state: { in: ["revoking", "revoked", "expired"] },
          statementId: { in: standing.flatMap(({ sids }) => sids) },
        },
      ],
    },
    orderBy: { createdAt: "asc" },
  });
  return standing.map(({ qualifier, sids }) => {
    const own = grants.filter((grant) => grant.qualifier === qualifier);
    const endedSids = own
      .filter(({ state, statementId }) => state !== "applying" && sids.includes(statementId))
      .map(({ statementId }) => statementId);
    const applying = own.filter(({ state }) => state === "applying");
    return { endedSids, comingBytes: bytesComing(applying, sids, partition) };
  });
}

/** Why AWS would refuse one more statement. */
export function policyFull({ functionName, qualifier }: StatementInput["target"]): string {
  return `The policy of ${targetName(functionName, qualifier)} is full, and AWS would refuse the statement. The findings say which ones could go: have those removed first.`;
}

/** A target's policy as last read, with what is decided and not written yet. */
async function readRoom(reader: Reader | Transaction, functionId: string, { target }: StatementInput) {
  const { qualifier, partition } = target;
  // In this order: what is written in between is counted by its grant, and not twice.
  const applying = await reader.grant.findMany({ where: { functionId, qualifier, state: "applying" } });
  const row = await reader.target.findFirst({ where: { functionId, qualifier }, select: { policy: true } });
  const policy = row?.policy ?? null;
  return { policy, comingBytes: bytesComing(applying, sidsOf(policy), partition) };
}

/**
 * Whether a statement still fits, with all that was decided before it. Under the target's lock (lock-target.ts), with
 * the policy as last read.
 */
export async function hasRoom(tx: Transaction, functionId: string, input: StatementInput): Promise<boolean> {
  const { policy, comingBytes } = await readRoom(tx, functionId, input);
  return addStatement(policy, renderStatement(input)).bytes + comingBytes <= policyLimitBytes;
}

/**
 * Why a statement can't be written again: its policy was filled meanwhile; with the statements that could go. As
 * `hasRoom`, under the target's lock where it is decided.
 * @returns null when it fits, or is there
 */
export async function cannotFitAgain(
  reader: Reader | Transaction,
  fn: { id: string; arn: string },
  input: StatementInput,
): Promise<string | null> {
  const { functionName, qualifier, accountId } = input.target;
  const { policy, comingBytes } = await readRoom(reader, fn.id, input);
  if (findStatement(policy, input.statementId) !== null) return null;
  const [known] = await findRoom(fn, [{ qualifier, policy }], reader);
  const facts = { endedSids: known?.endedSids, comingBytes, ownerAccountId: accountId };
  const room = policyRoom(policy, renderStatement(input), facts);
  if (room.over === 0) return null;
  return `The policy of ${targetName(functionName, qualifier)} is full. ${fullWords(room)} Have those removed first.`;
}
