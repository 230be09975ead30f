// A process that asks and approves, one after the other, and says which were acknowledged: `acked GRANT_ID`. What fails
// is said too, and the next one tried; it goes on until its input ends.
import { connect, db, disconnect } from "@/lib/db/client";
import { allowNoSignIn } from "@/lib/env";
import { verbs } from "./verbs";

const { DATABASE_URL = "", FUNCTION_ID = "" } = process.env;
allowNoSignIn();
await connect(DATABASE_URL);
const actorOf = async (name: string) => {
  const { id, email, groups } = await db().person.findFirstOrThrow({ where: { name } });
  return { kind: "person" as const, personId: id, name, email, groups };
};
const cast = { casey: await actorOf("Casey"), petra: await actorOf("Petra"), functionId: FUNCTION_ID };
let going = true;
process.stdin.on("end", () => (going = false)).resume();
for (let number = 1; going; number++) {
  const principal = String(600_000_000_000 + number);
  const said = await verbs[0]?.prepare(cast, principal).then(
    (grantId) => `acked ${grantId}`,
    (error: unknown) => `failed ${String(error).replaceAll("\n", " ").slice(0, 200)}`,
  );
  process.stdout.write(`${said}\n`);
  if (said?.startsWith("failed")) await new Promise((resolve) => setTimeout(resolve, 50));
}
await disconnect();
