import { beforeEach, describe, expect, it } from "vitest";
import { answering, keepCall, lateMs, latePlaces, placeKey } from "@/lib/answering";
import { shareOut } from "./shares";

const prompt = { tookMs: 80, isAnswered: true };
const late = { tookMs: lateMs, isAnswered: false };
let account = 0;
/** One that nothing is known of. */
const nextPlace = () => ({ accountId: String((account += 1)), region: "us-east-1" });
const places = 12;
let shares = shareOut(places);
beforeEach(() => {
  shares = shareOut(places);
  for (const key of latePlaces()) {
    const [accountId = "", region = ""] = key.split(" ");
    keepCall({ accountId, region }, "GetPolicy", prompt); // what the test before left
  }
});

/** Begins as many of a place as may begin. @returns what ends each */
async function fill(place: { accountId: string; region: string }) {
  const ends: (() => void)[] = [];
  for (let end = await shares.enter(placeKey(place)); end; end = await shares.enter(placeKey(place)))
    ends.push(end);
  return ends;
}

describe("places are shared between accounts and regions", () => {
  it("one that answers promptly takes a third of them, and as many again once some end", async () => {
    const place = nextPlace();
    keepCall(place, "GetPolicy", prompt);
    const ends = await fill(place);
    expect(ends).toHaveLength(4);
    expect(shares.full()).toEqual([placeKey(place)]);
    ends[0]?.();
    expect(shares.full()).toEqual([]);
    expect(await fill(place)).toHaveLength(1);
    expect(await fill(nextPlace())).toHaveLength(1); // of others it takes none
  });

  it("of one that nothing is known of one begins, and more once that has answered", async () => {
    const place = nextPlace();
    expect(await fill(place)).toHaveLength(1);
    const waiting = shares.enter(placeKey(place));
    keepCall(place, "GetPolicy", prompt);
    expect(await waiting).not.toBeNull();
    expect(await fill(place)).toHaveLength(2);
  });

  it("those that answer late take one each, and half of them together", async () => {
    const ten = Array.from({ length: 10 }, nextPlace);
    for (const place of ten) keepCall(place, "GetPolicy", late);
    const taken: number[] = [];
    for (const place of ten) taken.push((await fill(place)).length);
    expect(taken).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(shares.full().toSorted()).toEqual(ten.map(placeKey).toSorted()); // none is taken from the queue in vain
    const sound = nextPlace();
    keepCall(sound, "GetPolicy", prompt);
    expect(await fill(sound)).toHaveLength(4);
  });
});

describe("how a place answers", () => {
  it("a late call is late whatever came of it, and for a minute", () => {
    const [place, now] = [nextPlace(), Date.now()];
    keepCall(place, "GetPolicy", { tookMs: lateMs, isAnswered: true }, now);
    expect(answering(placeKey(place), now + 59_000)).toBe("late");
    expect(answering(placeKey(place), now + 60_000)).toBe("unknown");
  });

  it("a prompt answer ends what late ones of the same operation began, and not of another", () => {
    const place = nextPlace();
    keepCall(place, "RemovePermission", late);
    keepCall(place, "GetPolicy", prompt);
    expect(answering(placeKey(place))).toBe("late"); // readings answer, and writes hang
    keepCall(place, "RemovePermission", prompt);
    expect(answering(placeKey(place))).toBe("prompt");
  });

  it("a connection that breaks at once is no answer", () => {
    const place = nextPlace();
    keepCall(place, "GetPolicy", { tookMs: 5, isAnswered: false });
    expect(answering(placeKey(place))).toBe("unknown");
  });
});
