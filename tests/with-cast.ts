import { beforeAll } from "vitest";
import { db } from "@/lib/db/client";
import type { Cast } from "./crash/verbs";
import { makePerson } from "./people";
import { connectEstate, syncNow } from "./with-sandbox";

/**
 * The demo estate connected, the account of `my-function` read, Casey who asks and Petra who owns it. Together with
 * `withDatabase` and `withSandbox`, which come first.
 * @param groups Petra's
 * @returns filled in before the first test
 */
export function withCast(groups: string[] = ["payments"]): Cast {
  const cast = {} as Cast;
  beforeAll(async () => {
    await connectEstate();
    await syncNow("123456789012");
    const { id: functionId } = await db().function.findFirstOrThrow({ where: { name: "my-function" } });
    const [casey, petra] = [await makePerson("Casey", ["checkout"]), await makePerson("Petra", groups)];
    Object.assign(cast, { casey, petra, functionId });
  });
  return cast;
}
