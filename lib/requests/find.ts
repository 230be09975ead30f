import { z } from "zod";
import { findPrincipals, type FoundPrincipal } from "@/lib/access/principals";
import type { Actor } from "@/lib/audit/actor";
import { searchFunctions, type FunctionRow } from "@/lib/catalog/search";
import { listRequests, type ListedRequest } from "./list";

const query = z.string().trim().min(2).max(200);
const most = 6;

/** What was found by one text, of each kind at most a few. */
export interface Found {
  functions: FunctionRow[];
  principals: FoundPrincipal[];
  requests: ListedRequest[];
}

/** The request of a number; none for any other text. */
async function numbered(actor: Actor, q: string): Promise<ListedRequest[]> {
  const id = Number(/^#?(\d{1,9})$/.exec(q)?.[1]);
  if (!id) return [];
  const { rows } = await listRequests(actor, { of: "all", before: id + 1 }, 1);
  return rows.filter((row) => row.id === id);
}

/**
 * Functions by name or ARN, principals, and requests by number, function or grantee.
 * @param text what was typed; less than two characters, and more than 200, find nothing but a request's number
 */
export async function findAnything(actor: Actor, text: string): Promise<Found> {
  const q = query.safeParse(text);
  const exact = numbered(actor, text.trim());
  if (!q.success) return { functions: [], principals: [], requests: await exact };
  const [functions, principals, requests, first] = await Promise.all([
    searchFunctions({ q: q.data }, most),
    findPrincipals(q.data, most),
    listRequests(actor, { of: "all", q: q.data }, most),
    exact,
  ]);
  const others = requests.rows.filter(({ id }) => id !== first[0]?.id);
  return { functions: functions.rows, principals, requests: [...first, ...others].slice(0, most) };
}
