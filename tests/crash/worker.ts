// A process with nothing but a worker, that does what is due and ends; killed on the way, where XACCOUNT_KILL_AT says.
import { runOnce } from "graphile-worker";
import { connect, disconnect } from "@/lib/db/client";
import { allowNoSignIn } from "@/lib/env";
import { tasks } from "@/lib/tasks";

const url = process.env.DATABASE_URL ?? "";
allowNoSignIn();
await connect(url);
await runOnce({ connectionString: url, taskList: tasks, concurrency: 1, noHandleSignals: true });
await disconnect();
