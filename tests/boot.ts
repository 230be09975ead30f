// A process that starts as the one that serves pages does, and says so: `started`. It needs no build.
import { boot } from "@/lib/boot";
import { allowNoSignIn } from "@/lib/env";

allowNoSignIn();
await boot();
process.stdout.write("started\n");
setInterval(() => undefined, 60_000); // until it is told to stop
