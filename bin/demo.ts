import path from "node:path";
import { startStack } from "./stack";

const folder = path.resolve(process.env.XACCOUNT_DATA ?? "data", "demo");
console.log("Starting the sandbox AWS, its identity provider, and Xaccount; reading the demo estate …");
const stack = await startStack({
  folder,
  ports: { web: Number(process.env.PORT ?? 3000), aws: 4566, issuer: 4567 },
});

console.log(`
  Xaccount    ${stack.url}
  people      one click signs in: Casey asks, Petra owns my-function, Otto is on call, Ada administers, Alex audits
  AWS         ${stack.aws}  (aws --endpoint-url ${stack.aws} lambda list-functions; an access key of
              twelve digits is that account's administrator, with any secret)
  data, logs  ${path.relative(process.cwd(), folder) || "."}

Open the first address. Ctrl+C ends everything; the data stays.`);

let ending = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    void stack.stop().then(() => process.exit(0));
  });
}
