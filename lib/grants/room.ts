import { db } from "@/lib/db/client";
import { readPolicy } from "@/lib/lambda/policy";
import { renderStatement, statementBytes } from "@/lib/lambda/statement";
import { statementInputOf } from "./principal";

/** What is known here of the room in a target's policy (lib/lambda/policy-room.ts). */
export interface KnownRoom {
  /** IDs of statements that stand though their grant has ended, or is being ended. */
  endedSids: string[];
  /** Bytes of statements that are approved and not written yet. */
  comingBytes: number;
}

const sidsOf = (policy: string | null) => readPolicy(policy).statements.flatMap(({ sid }) => sid ?? []);

/**
 * What grants say of the room in a function's policies.
 * @param targets of the function, each with its policy as last read
 * @returns one for each target, in their order
 */
export async function findRoom(
  { id: functionId, arn }: { id: string; arn: string },
  targets: { qualifier: string; policy: string | null }[],
): Promise<KnownRoom[]> {
  const partition = arn.split(":")[1] ?? "aws";
  const standing = targets.map(({ qualifier, policy }) => ({ qualifier, sids: sidsOf(policy) }));
  const grants = await db().grant.findMany({
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
    const coming = own.filter(
      ({ state, statementId }) => state === "applying" && !sids.includes(statementId),
    );
    const bytes = coming.map((grant) => statementBytes(renderStatement(statementInputOf(grant, partition))));
    return { endedSids, comingBytes: bytes.reduce((sum, one) => sum + one, 0) };
  });
}
