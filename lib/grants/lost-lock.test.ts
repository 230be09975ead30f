import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { getRequest } from "@/lib/requests/get";
import { approve, ask } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { isAddPermission, startWire, type Wire } from "@/tests/wire";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";

withDatabase();
withSandbox();
let wire: Wire;
let writes = 0;
/** Done while the product reads a policy, after which it writes. */
let whileReading: (() => Promise<unknown>) | null = null;
/** Done while a write is on its way, that is then throttled. */
let whileThrottled: (() => Promise<unknown>) | null = null;

beforeAll(async () => {
  const throttle = { status: 429, type: "TooManyRequestsException", message: "Rate exceeded" };
  wire = await startWire(
    process.env.AWS_ENDPOINT_URL ?? "",
    async (passing) => {
      if (isAddPermission(passing)) {
        writes += 1;
        await whileThrottled?.();
      } else if (passing.path.includes("/policy")) await whileReading?.();
    },
    (passing) => (whileThrottled && isAddPermission(passing) ? throttle : null),
  );
  process.env.AWS_ENDPOINT_URL = wire.url;
  await connectEstate();
  await syncNow("123456789012");
});
afterAll(() => wire.stop());

/** Ends the connections that hold a lock of their own, as a database that restarts does. */
const breakLocks = () =>
  db().$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_locks
    WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

it("whoever lost the function's lock does not write, nor write again: another may be at it", async () => {
  const [casey, petra] = [await makePerson("Casey", ["checkout"]), await makePerson("Petra", ["payments"])];
  const requestId = await ask(casey);
  await approve(petra, requestId);
  const grantId = (await getRequest(requestId)).grants[0]?.id ?? "";
  const grantOf = () => db().grant.findUniqueOrThrow({ where: { id: grantId } });
  whileReading = breakLocks;
  await applyGrant(grantId);
  expect(writes).toBe(0);
  expect(await grantOf()).toMatchObject({ state: "applying", failure: { code: "Unreachable" } });

  whileReading = null;
  whileThrottled = breakLocks;
  await applyGrant(grantId);
  expect(writes).toBe(1); // and not once more after the throttle
  expect(await grantOf()).toMatchObject({ state: "applying", failure: { code: "Unreachable" } });

  whileThrottled = null;
  await applyGrant(grantId);
  expect(await grantOf()).toMatchObject({ state: "active" });
  expect(writes).toBe(2);
});
