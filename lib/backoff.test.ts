import { expect, it } from "vitest";
import { backoffSeconds } from "./backoff";

it.each([
  [1, 0, 0.5],
  [1, 1, 1],
  [4, 0.5, 6],
  [9, 1, 256],
  [10, 1, 300],
  [5000, 0, 150],
])("after %i tries, by a chance of %f, waits %f seconds", (attempts, chance, expected) => {
  expect(backoffSeconds(attempts, 300, chance)).toBe(expected);
});

it("what failed together is not tried together", () => {
  const waits = Array.from({ length: 200 }, () => backoffSeconds(12));
  expect(new Set(waits.map((wait) => Math.floor(wait / 10))).size).toBeGreaterThan(8); // of fifteen
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(150);
  expect(Math.max(...waits)).toBeLessThanOrEqual(300);
});
