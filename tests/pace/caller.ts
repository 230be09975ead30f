// A process that calls AWS as fast as it may, as part of all. Ends when its calls are answered.
import { clientFor } from "@/lib/catalog/accounts";
import { connect, disconnect } from "@/lib/db/client";
import { allowNoSignIn } from "@/lib/env";

const { DATABASE_URL = "", ACCOUNT_ID = "", CALLS = "30" } = process.env;
allowNoSignIn();
await connect(DATABASE_URL);
const client = await clientFor(ACCOUNT_ID, "us-east-1", { urgent: false });
await client.readPolicy("warm-up", ""); // connections and code are there before it counts
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
await Promise.all(Array.from({ length: Number(CALLS) }, () => client.readPolicy("some-function", "")));
await disconnect();
process.exit(0);
