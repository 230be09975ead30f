import { EventEmitter, once } from "node:events";
import { connectedUrl, db } from "@/lib/db/client";
import { withLock } from "@/lib/db/lock";
import type { Cast } from "./verbs";

/** Begins something that a verb meets. @returns ends it */
export type Trouble = (cast: Cast) => Promise<() => Promise<void>>;

/** AWS answers 500 to an operation, each time. */
export function awsFails(operation: string): Trouble {
  return async ({ sandbox }) => {
    if (!sandbox) throw new Error("There is no AWS to fail.");
    sandbox.setFaults({ rate: 1, kinds: ["error"], operations: [operation] });
    return async () => sandbox.setFaults({});
  };
}

/** Another process writes into the function's policy for as long. */
export const somebodyElseIsThere: Trouble = async ({ functionId }) => {
  const { arn } = await db().function.findUniqueOrThrow({ where: { id: functionId } });
  const other = new EventEmitter();
  const [begun, told] = [once(other, "begun"), once(other, "end")];
  const over = withLock(connectedUrl(), arn, async () => {
    other.emit("begun");
    await told;
  });
  await begun;
  return async () => {
    other.emit("end");
    await over;
  };
};
