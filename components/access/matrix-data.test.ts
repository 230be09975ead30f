import { expect, it } from "vitest";
import { arrange, cellsBetween, type MatrixSource } from "./matrix-data";

const column = (name: string, account: string, team: string) => ({
  id: name,
  name,
  account,
  team,
  tag: "no tag",
});
const source: MatrixSource = {
  rows: [
    { key: "111122223333", label: "checkout", kind: "account" },
    { key: "*", label: "*", kind: "anyone" },
  ],
  columns: [column("a", "two", "red"), column("b", "one", "red"), column("c", "two", "blue")],
  cells: [
    [0, 0, 2, 1, 200, 0],
    [0, 2, 5, 1, 100, 1],
    [1, 1, 3, 1, 300, 1],
  ],
};

it("puts columns into their groups, and cells into their rows in order", () => {
  const { columns, rows, groups } = arrange(source, "account", new Set());
  expect(columns.map(({ label }) => label)).toEqual(["b", "a", "c"]);
  expect(groups).toEqual([
    { name: "one", count: 1 },
    { name: "two", count: 2 },
  ]);
  expect(rows.map(({ cells }) => cells.map((cell) => cell.column))).toEqual([[1, 2], [0]]);
  expect(arrange(source, "team", new Set()).columns.map(({ label }) => label)).toEqual(["c", "a", "b"]);
});

it("makes one column of a closed group: the widest exposure, the oldest, unsure only if all of it is", () => {
  const { columns, rows } = arrange(source, "account", new Set(["two"]));
  expect(columns.map(({ label, functionId }) => [label, functionId])).toEqual([
    ["b", "b"],
    ["two", null],
  ]);
  expect(rows[0]?.cells).toEqual([{ column: 1, exposure: 5, functions: 2, since: 100, unsure: false }]);
});

it("finds the cells between two columns", () => {
  const cells = [0, 3, 4, 9].map((at) => ({
    column: at,
    exposure: 0,
    functions: 1,
    since: 0,
    unsure: false,
  }));
  const between = (first: number, last: number) =>
    cellsBetween(cells, first, last).map((cell) => cell.column);
  expect([between(0, 9), between(1, 4), between(5, 8), between(10, 20)]).toEqual([
    [0, 3, 4, 9],
    [3, 4],
    [],
    [],
  ]);
});
