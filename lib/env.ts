import { z } from "zod";

/**
 * For how long what people and events told is kept, in days: longer than the longest sweep may leave a function unread
 * (XACCOUNT_SWEEP_HOURS), and than anybody is reminded of an end beforehand.
 */
const keptDays = z.coerce.number().int().min(31).max(3650);

const shape = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  XACCOUNT_DATA: z.string().default("./data"),
  AUTH_SECRET: z.string().optional(),
  AUTH_URL: z.url().optional(),
  OIDC_ISSUER: z.url(),
  OIDC_CLIENT_ID: z.string(),
  OIDC_CLIENT_SECRET: z.string(),
  OIDC_GROUPS_CLAIM: z.string().default("groups"),
  OIDC_NAME: z.string().optional(),
  XACCOUNT_RULES: z.string().default("./rules"),
  XACCOUNT_OWNER_TAG: z.string().default("owner"),
  XACCOUNT_MAX_DAYS: z.coerce.number().int().min(1).max(3650).default(365),
  XACCOUNT_LAPSE_DAYS: z.coerce.number().int().min(1).max(365).default(14),
  XACCOUNT_BREAK_GLASS_HOURS: z.coerce.number().int().min(1).max(168).default(24),
  XACCOUNT_SWEEP_HOURS: z.coerce.number().min(0).max(720).default(24),
  XACCOUNT_KEEP_NOTICES_DAYS: keptDays.default(90),
  XACCOUNT_KEEP_NOTIFICATIONS_DAYS: keptDays.default(90),
  XACCOUNT_KEEP_UNREAD_DAYS: keptDays.default(400),
  XACCOUNT_KEEP_SYNCS_DAYS: z.coerce.number().int().min(1).max(3650).default(14),
  XACCOUNT_EVENTS_SECRET: z.string().min(16).optional(),
  XACCOUNT_NOTIFY_URL: z.url({ protocol: /^https?$/ }).optional(),
  XACCOUNT_NOTIFY_SECRET: z.string().min(16).optional(),
  XACCOUNT_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  XACCOUNT_MAIL_FROM: z.string().optional(),
  WORKER: z.enum(["on", "off", "only"]).default("on"),
});

const whole = shape.refine((given) => !given.XACCOUNT_SMTP_URL || given.XACCOUNT_MAIL_FROM, {
  path: ["XACCOUNT_MAIL_FROM"],
  message: "Needed with XACCOUNT_SMTP_URL: whom mail is from, e.g. Xaccount <xaccount@example.com>",
});

/** The environment, parsed. AWS is configured by the SDK's own variables, which only the SDK reads. */
export type Env = z.infer<typeof shape>;

/** Variables that only signing in needs: the command line and the tests do without. */
const forSignIn = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;

/**
 * Parses an environment; an empty string is a missing value.
 * @throws Error that names every variable that is wrong, and how
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const read = whole.safeParse(given);
  if (read.success) return read.data;
  const lines = read.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(
    `Xaccount can't start, since its environment is not complete (.env.example explains each variable):\n${lines.join("\n")}`,
  );
}

let parsed: Env | undefined;

/** The process's environment, parsed once, when first asked. @throws Error as `parseEnv` */
export function env(): Env {
  return (parsed ??= parseEnv(process.env));
}

/** The environment of a process nobody signs in to (the command line): what only signing in needs may be missing. */
export function allowNoSignIn(): void {
  const stand = {
    OIDC_ISSUER: "http://localhost/unused",
    OIDC_CLIENT_ID: "unused",
    OIDC_CLIENT_SECRET: "unused",
  };
  for (const name of forSignIn) process.env[name] ||= stand[name];
}
