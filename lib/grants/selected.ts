import { z } from "zod";
import { db } from "@/lib/db/client";
import { listedGrant, type ListedGrant } from "./list";

/** How many grants can be acted on at a time: what one page lists. */
export const mostSelected = 50;

const isId = (text: string) => z.uuid().safeParse(text).success;

/**
 * Grants that somebody selected, by function and grantee, whatever has become of them since.
 * @param texts IDs as an address has them
 * @returns `unknown`: how many of them no grant has; `left`: how many are beyond what can be acted on at a time
 */
export async function listSelected(
  texts: string[],
): Promise<{ rows: ListedGrant[]; unknown: number; left: number }> {
  const given = [...new Set(texts)];
  const asked = given.slice(0, mostSelected);
  const rows = await db().grant.findMany({
    where: { id: { in: asked.filter(isId) } },
    include: listedGrant,
    orderBy: [{ functionName: "asc" }, { qualifier: "asc" }, { principal: "asc" }, { id: "asc" }],
  });
  return { rows, unknown: asked.length - rows.length, left: given.length - asked.length };
}
