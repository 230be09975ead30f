import { expect, it } from "vitest";
import { ClockBounds, reserveBy } from "./clock-bounds";

it("knows another clock as well as the quickest answer tells it, slow ones later or not", () => {
  const bounds = new ClockBounds();
  bounds.add(0, 1050, 100);
  expect(bounds.get()).toEqual({ low: 950, high: 1050 });
  bounds.add(200, 1201, 202);
  bounds.add(300, 1490, 700);
  expect(bounds.get()).toEqual({ low: 999, high: 1001 });
  bounds.add(5200, 6250, 5300); // the next period still knows of the one before
  expect(bounds.get()).toEqual({ low: 999, high: 1001 });
  bounds.add(10_500, 11_550, 10_600);
  expect(bounds.get()).toEqual({ low: 950, high: 1050 });
});

it("believes the latest answer when the other clock was set", () => {
  const bounds = new ClockBounds();
  bounds.add(0, 1000, 2);
  bounds.add(10, 5000, 14);
  expect(bounds.get()).toEqual({ low: 4986, high: 4990 });
});

it("begins no turn too early, uses none too late, and tells of none as of too early", async () => {
  let now = 0;
  const asked: object[] = [];
  const reserve = reserveBy(
    (_key, _rate, ask) => {
      asked.push(ask.used);
      now += 10;
      return Promise.resolve({ clock: now + 995, turns: [{ turn: 1, from: 2000, until: 2250 }] });
    },
    () => now,
  );
  const rate = { most: 15, gap: 67 };
  const turns = await reserve("key", rate, { count: 1, late: 250, used: [] });
  expect(turns).toEqual([{ turn: 1, from: 2000 - 995, until: 2250 - 1005 }]);
  await reserve("key", rate, { count: 1, late: 250, used: [{ turn: 1, at: 1100 }] });
  expect(asked).toEqual([[], [{ turn: 1, at: 2105 }]]);
});
