/** `[row, column, exposure's index, statements, since (ms), flags]`; flags: 1 depends on the call, 2 granted here. */
type Cell = [row: number, column: number, exposure: number, statements: number, since: number, flags: number];

interface Source {
  rows: { key: string; label: string; kind: string }[];
  columns: { id: string; name: string; account: string; team: string; tag: string }[];
  cells: Cell[];
}

export const groupings = ["account", "team", "tag"] as const;
export type Grouping = (typeof groupings)[number];

/** A column as shown: a function, or a closed group of them. */
interface Shown {
  label: string;
  title: string;
  isGroup: boolean;
  /** Places in `columns`. */
  columns: number[];
}

/** A matrix, arranged to be drawn. */
export interface MatrixData extends Source {
  source: Source;
  shown: Shown[];
  groups: { name: string; count: number }[];
  /** A cell by `row × number of columns + column`. */
  cellAt: Map<number, Cell>;
}

/** Puts columns into groups, of which closed ones become one column each. */
export function arrange(source: Source, grouping: Grouping, closed: ReadonlySet<string>): MatrixData {
  const byGroup = new Map<string, number[]>();
  source.columns.forEach((column, index) => {
    const list = byGroup.get(column[grouping]);
    if (list) list.push(index);
    else byGroup.set(column[grouping], [index]);
  });
  const groups = [...byGroup].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const shown = groups.flatMap(([name, columns]): Shown[] => {
    if (closed.has(name))
      return [{ label: name, title: `${name}: ${columns.length} functions`, isGroup: true, columns }];
    return columns.map((index) => {
      const label = source.columns[index]?.name ?? "";
      return { label, title: `${label} (${name})`, isGroup: false, columns: [index] };
    });
  });
  const width = source.columns.length;
  return {
    ...source,
    source,
    shown,
    groups: groups.map(([name, { length }]) => ({ name, count: length })),
    cellAt: new Map(source.cells.map((cell) => [cell[0] * width + cell[1], cell])),
  };
}
