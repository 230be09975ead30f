import { z } from "zod";
import { db } from "@/lib/db/client";
import { mostSelected } from "./selected";

const isId = (text: string) => z.uuid().safeParse(text).success;

const include = {
  principals: { select: { kind: true, value: true }, orderBy: { value: "asc" as const } },
  grant: {
    select: {
      ...{ requestId: true, origin: true, state: true, failure: true, revokedAt: true },
      revokedBy: { select: { name: true } },
    },
  },
  target: {
    select: {
      qualifier: true,
      function: { select: { id: true, arn: true, accountId: true, region: true, name: true, owners: true } },
      statements: { where: { goneAt: null }, select: { sid: true } },
    },
  },
};

/**
 * Statements of others that somebody selected, by target and ID, whatever has become of them since: with whom each lets
 * in, and the grant that stands for it, if one does by now.
 * @param texts IDs of their rows, as an address has them
 * @returns `unknown`: how many of them there are none of; `left`: how many are beyond what can be acted on at a time
 */
export async function listSelectedStatements(texts: string[]) {
  const given = [...new Set(texts)];
  const asked = given.slice(0, mostSelected);
  const rows = await db().statement.findMany({
    where: { id: { in: asked.filter(isId) } },
    include,
    orderBy: [
      { target: { function: { name: "asc" } } },
      { target: { qualifier: "asc" } },
      { sid: "asc" },
      { id: "asc" },
    ],
  });
  return { rows, unknown: asked.length - rows.length, left: given.length - asked.length };
}
export type SelectedStatement = Awaited<ReturnType<typeof listSelectedStatements>>["rows"][number];
