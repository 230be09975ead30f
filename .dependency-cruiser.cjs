// Which way imports may point (docs/architecture.md). Everything points down; the sandbox stands alone.
const below = (name, from, to, comment) => ({ name, severity: "error", comment, from, to });
const layers = [
  "requests",
  "grants",
  "catalog",
  "access",
  "audit",
  "identity",
  "aws",
  "notifications",
  "jobs",
  "db",
];
const only = (layer, allowed) =>
  below(
    `lib/${layer}`,
    { path: `^lib/${layer}/`, pathNot: "\\.test\\.ts$" },
    { path: `^lib/(${layers.filter((l) => l !== layer && !allowed.includes(l)).join("|")})/` },
    `lib/${layer} may import of lib: ${allowed.join(", ") || "nothing but itself"} (and lambda, errors, env, paths)`,
  );

module.exports = {
  forbidden: [
    below(
      "no-cycles",
      { path: "^(app|components|lib|sandbox)" },
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    below(
      "lambda-is-pure",
      { path: "^lib/lambda/", pathNot: "\\.test\\.ts$" },
      { pathNot: ["^lib/lambda/", "node_modules/(zod|diff)/"] },
    ),
    below(
      "sandbox-alone",
      { path: "^sandbox/" },
      { path: "^(lib|app|components)/" },
      "A shared mistake would hide in both.",
    ),
    below("product-without-sandbox", { path: "^(lib|app|components)/" }, { path: "^sandbox/" }),
    below(
      "components-are-props",
      { path: "^components/" },
      { path: "^(lib/(?!lambda/|paths|format)|app/)", dependencyTypesNot: ["type-only"] },
    ),
    below("kit-has-no-domain", { path: "^components/ui/" }, { path: "^(lib/|components/(?!ui/))" }),
    below(
      "sdk-in-one-place",
      { path: "^(app|components|lib/(?!aws/))", pathNot: "\\.test\\.ts$" },
      { path: "node_modules/@aws-sdk/" },
    ),
    below("lib-below-app", { path: "^lib/" }, { path: "^(app|components)/" }),
    only("db", []),
    only("audit", ["db"]),
    only("identity", ["db", "audit"]),
    only("aws", []),
    only("jobs", ["db"]),
    only("notifications", ["db", "jobs", "audit", "identity"]),
    only("catalog", ["aws", "audit", "db", "identity", "notifications", "jobs"]),
    only("access", ["catalog", "identity", "audit", "db"]),
    only("grants", ["aws", "catalog", "audit", "identity", "notifications", "db", "jobs"]),
    only("requests", ["grants", "catalog", "access", "audit", "identity", "notifications", "db", "jobs"]),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: "specify",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "lib/db/generated" },
  },
};
