import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { buildEstate, type EstateKind } from "./estate/build";
import { findBulkShape } from "./estate/bulk";
import { faultPlan } from "./fault-plan";
import { startIdentityProvider } from "./identity-provider/start";
import { startSandbox } from "./server";
import type { State } from "./types";

const help = `npm run sandbox -- --port N --estate empty|demo|bulk:AxRxF
  --port N            where AWS answers (0: any free port)
  --estate KIND       empty; demo: an organization as one meets it in life; bulk:ACCOUNTSxREGIONSxFUNCTIONS[xALIASES]:
                      so many functions in each region of each account
  --state FILE        keep the state in a file; when it is there, it is what is started with
  --faults JSON       what befalls calls, until POST /_sandbox/faults says otherwise (docs/sandbox.md)
  --quotas            hold callers to AWS's request quotas
  --idp-port M        be the identity provider too, on this port
  --redirect-uri URL  where it may send people back to; may be given several times
  --client-id ID, --client-secret SECRET`;

const port = z.coerce.number().int().min(0).max(65_535);
const shape = z.object({
  port: port.default(4566),
  estate: z
    .string()
    .default("empty")
    .transform((text, context): EstateKind => {
      if (text === "empty" || text === "demo") return text;
      const bulk = findBulkShape(text);
      if (bulk) return bulk;
      context.addIssue("is none of empty, demo, bulk:ACCOUNTSxREGIONSxFUNCTIONS");
      return z.NEVER;
    }),
  state: z.string().optional(),
  faults: z
    .string()
    .default("{}")
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue("is not JSON");
        return z.NEVER;
      }
    })
    .pipe(faultPlan),
  quotas: z.boolean().default(false),
  "idp-port": port.optional(),
  "redirect-uri": z.array(z.url()).default(["http://localhost:3000/api/auth/callback/oidc"]),
  "client-id": z.string().default("xaccount"),
  "client-secret": z.string().default("sandbox-only"),
});

const { values } = parseArgs({
  options: {
    port: { type: "string" },
    estate: { type: "string" },
    state: { type: "string" },
    faults: { type: "string" },
    quotas: { type: "boolean" },
    "idp-port": { type: "string" },
    "redirect-uri": { type: "string", multiple: true },
    "client-id": { type: "string" },
    "client-secret": { type: "string" },
    help: { type: "boolean" },
  },
});
const read = shape.safeParse(values);
if (values.help || !read.success) {
  console.error(
    read.success
      ? help
      : `${read.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`).join("\n")}\n\n${help}`,
  );
  process.exit(values.help ? 0 : 2);
}
const options = read.data;

function startingState(): State {
  if (!options.state || !existsSync(options.state)) return buildEstate(options.estate);
  return JSON.parse(readFileSync(options.state, "utf8")) as State; // written by this program
}

const sandbox = await startSandbox({
  port: options.port,
  state: startingState(),
  stateFile: options.state,
  faults: options.faults,
  quotas: options.quotas,
});
const provider =
  options["idp-port"] === undefined
    ? null
    : await startIdentityProvider({
        port: options["idp-port"],
        redirectUris: options["redirect-uri"],
        clientId: options["client-id"],
        clientSecret: options["client-secret"],
      });
console.log(
  `ready ${JSON.stringify({ aws: sandbox.url, ...(provider ? { issuer: provider.issuer } : {}) })}`,
);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void Promise.all([sandbox.stop(), provider?.stop()]).then(() => process.exit(0));
  });
}
