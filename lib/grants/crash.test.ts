import { beforeAll, describe, expect, it } from "vitest";
import { chainStatus } from "@/lib/audit/status";
import { countPoints, killAndResume } from "@/tests/crash/matrix";
import { verbs } from "@/tests/crash/verbs";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";

/** All points with CHAOS=all (npm run chaos); else every so manieth, another one for each verb. */
const every = process.env.CHAOS === "all" ? 1 : 7;
const database = withDatabase();
const sandbox = withSandbox();
const cast = withCast();

beforeAll(() => {
  cast.aws = sandbox.clientOf("123456789012");
  cast.sandbox = sandbox.running();
});

describe.each(verbs.map((verb, index) => ({ ...verb, index })))("killed in $name", (verb) => {
  it("nothing is lost, doubled or stuck, wherever it was", async () => {
    const databaseUrl = database.url();
    const points = await countPoints(verb, { cast, databaseUrl });
    expect(points.length, points.join(", ")).toBeGreaterThanOrEqual(verb.points);
    if (verb.passes) expect(points).toContain(verb.passes);
    for (let at = 1 + (verb.index % every); at <= points.length; at += every) {
      const found = await killAndResume(verb, at, {
        cast,
        aws: sandbox.clientOf("123456789012"),
        databaseUrl,
      });
      expect(found).toMatchObject({
        at,
        killed: true,
        state: verb.state,
        statements: verb.statements,
      });
      const times = (event: string) => found.events.filter((one) => one === event).length;
      for (const event of verb.events) expect(times(event), `${found.point}: ${event}`).toBe(1);
      for (const event of verb.told ?? [])
        expect(times(event), `${found.point}: ${event}`).toBeLessThanOrEqual(1);
    }
    expect((await chainStatus()).ok).toBe(true);
  }, 600_000);
});
