/** `[row, column, exposure's index, statements, since (ms), flags]`; flags: 1 depends on the call, 2 granted here. */
type Cell = [row: number, column: number, exposure: number, statements: number, since: number, flags: number];

/** A matrix as the server sends it. */
export interface MatrixSource {
  rows: { key: string; label: string; kind: string }[];
  columns: { id: string; name: string; account: string; team: string; tag: string }[];
  cells: Cell[];
}

export const groupings = ["account", "team", "tag"] as const;
export type Grouping = (typeof groupings)[number];

/** A column as shown: a function, or a closed group of them. */
export interface ShownColumn {
  label: string;
  title: string;
  /** The function; null for a group. */
  functionId: string | null;
}

/** A cell as shown: of one function, or of a group's together. */
export interface ShownCell {
  column: number;
  exposure: number;
  functions: number;
  since: number;
  /** Whether all of it depends on the call. */
  unsure: boolean;
}

/** A matrix, arranged to be drawn. */
export interface MatrixData {
  columns: ShownColumn[];
  groups: { name: string; count: number }[];
  /** Each row's cells, in order of their columns. */
  rows: { key: string; label: string; cells: ShownCell[] }[];
}

function groupColumns(source: MatrixSource, grouping: Grouping): [string, number[]][] {
  const groups = new Map<string, number[]>();
  source.columns.forEach((column, index) => {
    const list = groups.get(column[grouping]);
    if (list) list.push(index);
    else groups.set(column[grouping], [index]);
  });
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function merge(
  before: ShownCell | undefined,
  [, , exposure, , since, flags]: Cell,
  column: number,
): ShownCell {
  const unsure = (flags & 1) === 1;
  if (!before) return { column, exposure, functions: 1, since, unsure };
  return {
    column,
    exposure: Math.max(before.exposure, exposure),
    functions: before.functions + 1,
    since: Math.min(before.since, since),
    unsure: before.unsure && unsure,
  };
}

/** Puts columns into groups, of which closed ones become one column each, and cells into their rows. */
export function arrange(source: MatrixSource, grouping: Grouping, closed: ReadonlySet<string>): MatrixData {
  const groups = groupColumns(source, grouping);
  const columns: ShownColumn[] = [];
  const shownAt: number[] = [];
  for (const [name, members] of groups) {
    for (const member of members) {
      if (!closed.has(name) || member === members[0]) {
        const one = source.columns[member];
        const label = closed.has(name) ? name : (one?.name ?? "");
        const title = closed.has(name) ? `${name}: ${members.length} functions` : `${label} (${name})`;
        columns.push({ label, title, functionId: closed.has(name) ? null : (one?.id ?? null) });
      }
      shownAt[member] = columns.length - 1;
    }
  }
  const cells = source.rows.map(() => new Map<number, ShownCell>());
  for (const cell of source.cells) {
    const column = shownAt[cell[1]] ?? 0;
    const row = cells[cell[0]];
    row?.set(column, merge(row.get(column), cell, column));
  }
  return {
    columns,
    groups: groups.map(([name, { length }]) => ({ name, count: length })),
    rows: source.rows.map(({ key, label }, index) => ({
      key,
      label,
      cells: [...(cells[index]?.values() ?? [])].toSorted((a, b) => a.column - b.column),
    })),
  };
}

/** The cells of a row from one column to another, both included. */
export function cellsBetween(cells: readonly ShownCell[], first: number, last: number): readonly ShownCell[] {
  let [low, high] = [0, cells.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cells[middle]?.column ?? 0) < first) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < cells.length && (cells[end]?.column ?? 0) <= last) end += 1;
  return cells.slice(low, end);
}
