// A process that calls AWS as fast as it may, as part of all, each time it is told to.
import { createInterface } from "node:readline";
import { clientFor } from "@/lib/catalog/accounts";
import { connect, disconnect } from "@/lib/db/client";
import { allowNoSignIn } from "@/lib/env";

const { DATABASE_URL = "", ACCOUNT_ID = "", CALLS = "30" } = process.env;
allowNoSignIn();
await connect(DATABASE_URL);
const client = await clientFor(ACCOUNT_ID, "us-east-1", { urgent: false });
await client.readPolicy("warm-up", ""); // connections and code are there before it counts
const doze = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40);
setInterval(doze, 500).unref(); // the event loop stands still now and then
process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "end") break;
  await Promise.all(Array.from({ length: Number(CALLS) }, () => client.readPolicy("some-function", "")));
  process.stdout.write("done\n");
}
await disconnect();
process.exit(0);
