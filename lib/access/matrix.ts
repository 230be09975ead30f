import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { exposures, type Exposure } from "@/lib/lambda/types";
import { listAccess } from "./list";
import { whereOf, type AccessQuery } from "./query";
import { accessRows } from "./rows";

/** Who: a principal account with all its identities, or an organization, a service, everybody. */
export interface MatrixRow {
  key: string;
  label: string;
  kind: string;
}

/** A function, with what one groups by. */
export interface MatrixColumn {
  id: string;
  name: string;
  account: string;
  team: string;
  tag: string;
}

/** `[row, column, exposure's index, statements, since (ms), flags]`; flags: 1 depends on the call, 2 granted here. */
export type MatrixCell = [
  row: number,
  column: number,
  exposure: number,
  statements: number,
  since: number,
  flags: number,
];

export interface Matrix {
  rows: MatrixRow[];
  columns: MatrixColumn[];
  cells: MatrixCell[];
  /** Whether there is more than is shown. */
  more: boolean;
}

/** The most that is shown; beyond, one filters. */
export const mostMatrix = { rows: 400, columns: 5000, undecided: 5000 };

interface Found {
  key: string;
  kind: string;
  functionId: string;
  exposure: Exposure;
  statements: number;
  since: Date;
  unsure: boolean;
  granted: boolean;
}

const whose = Prisma.sql`coalesce(p."accountId", p.value)`;

/** Pairs that the index answers by itself. */
async function decidedPairs(query: AccessQuery): Promise<Found[]> {
  const and = [...whereOf({ ...query, after: undefined }, new Date()), Prisma.sql`p.decided`];
  return db().$queryRaw<Found[]>`
    SELECT ${whose} AS key, min(CASE WHEN p."accountId" IS NULL THEN p.kind::text ELSE 'account' END) AS kind, p."functionId",
           max(p.exposure)::text AS exposure, count(DISTINCT p."statementId")::int AS statements, min(p."firstSeenAt") AS since,
           false AS unsure, bool_or(s."grantId" IS NOT NULL) AS granted
    FROM "StatementPrincipal" p LEFT JOIN "Statement" s ON s.id = p."statementId" LEFT JOIN "Function" f ON f.id = p."functionId"
    WHERE ${Prisma.join(and, " AND ")} GROUP BY ${whose}, p."functionId"`;
}

/** Pairs that the engine was asked about, of which those it denies are none. */
async function askedPairs(query: AccessQuery): Promise<{ pairs: Found[]; more: boolean }> {
  const { rows, next } = await listAccess(query, mostMatrix.undecided, (where, most) =>
    accessRows(query.at ? where : [...where, Prisma.sql`NOT p.decided`], [], most),
  );
  const pairs = rows.map((row): Found => {
    const isAccount = row.principalAccountId !== null;
    return {
      key: row.principalAccountId ?? row.principal,
      kind: isAccount ? "account" : row.principalKind,
      functionId: row.functionId,
      exposure: row.exposure,
      statements: 1,
      since: row.firstSeenAt,
      unsure: row.decision === "unknown",
      granted: row.grantId !== null,
    };
  });
  return { pairs, more: next !== null };
}

function merge(a: Found, b: Found): Found {
  return {
    ...a,
    exposure: exposures.indexOf(a.exposure) >= exposures.indexOf(b.exposure) ? a.exposure : b.exposure,
    statements: a.statements + b.statements,
    since: a.since < b.since ? a.since : b.since,
    unsure: a.unsure && b.unsure,
    granted: a.granted || b.granted,
  };
}

function columnOf(row: {
  id: string;
  name: string;
  accountId: string;
  owners: string[];
  tags: Prisma.JsonValue;
  account: { name: string };
}): MatrixColumn {
  const tags = typeof row.tags === "object" && row.tags !== null && !Array.isArray(row.tags) ? row.tags : {};
  const [tag] = Object.entries(tags).filter(([key]) => !/^(aws:|sandbox:|owner$)/i.test(key));
  return {
    id: row.id,
    name: row.name,
    account: `${row.account.name} ${row.accountId}`,
    team: row.owners[0] ?? "nobody",
    tag: tag ? `${tag[0]}=${typeof tag[1] === "string" ? tag[1] : ""}` : "no tag",
  };
}

/** Who can invoke what as a matrix of principal accounts and functions: a cell where anything lets one into the other. */
export async function readMatrix(query: AccessQuery): Promise<Matrix> {
  const [decided, asked] = await Promise.all([query.at ? [] : decidedPairs(query), askedPairs(query)]);
  const pairs = new Map<string, Found>();
  for (const found of [...decided, ...asked.pairs]) {
    const key = `${found.key} ${found.functionId}`;
    const before = pairs.get(key);
    pairs.set(key, before ? merge(before, found) : found);
  }
  const found = [...pairs.values()];
  const byKey = groupBy(found);
  const keys = [...byKey]
    .toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .slice(0, mostMatrix.rows);
  const ids = [...new Set(keys.flatMap(([, list]) => list.map(({ functionId }) => functionId)))];
  const [functions, accounts] = await Promise.all([
    db().function.findMany({
      where: { id: { in: ids.slice(0, 30_000) } },
      select: {
        id: true,
        name: true,
        accountId: true,
        owners: true,
        tags: true,
        account: { select: { name: true } },
      },
      orderBy: [{ accountId: "asc" }, { name: "asc" }],
      take: mostMatrix.columns,
    }),
    db().account.findMany({ select: { id: true, name: true } }),
  ]);
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  const column = new Map(functions.map(({ id }, index) => [id, index]));
  const cells = keys.flatMap(([, list], row) =>
    list.flatMap((one): MatrixCell[] => {
      const at = column.get(one.functionId);
      if (at === undefined) return [];
      const flags = (one.unsure ? 1 : 0) + (one.granted ? 2 : 0);
      return [[row, at, exposures.indexOf(one.exposure), one.statements, one.since.getTime(), flags]];
    }),
  );
  const rows = keys.map(([key, list]) => {
    const name = names.get(key);
    return { key, label: name ? `${name} ${key}` : key, kind: list[0]?.kind ?? "unknown" };
  });
  const more = asked.more || byKey.size > keys.length || ids.length > functions.length;
  return { rows, columns: functions.map(columnOf), cells, more };
}

function groupBy(found: Found[]): Map<string, Found[]> {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const list = groups.get(one.key);
    if (list) list.push(one);
    else groups.set(one.key, [one]);
  }
  return groups;
}
