import { Readable } from "node:stream";
import * as sdk from "@aws-sdk/client-lambda";
import { z } from "zod";

const call = z.object({ call: z.string(), with: z.record(z.string(), z.unknown()) });

/** A file of recorded calls. A step says what the service answered; `setup` makes what was there before. */
export const fileShape = z.object({
  source: z.string(),
  cases: z.array(
    z.object({
      name: z.string(),
      source: z.string().optional(),
      setup: z.array(call),
      steps: z.array(
        call.extend({
          /** Who calls: an account's administrator, or `user u`. Absent: account 111111111111. */
          as: z.string().optional(),
          status: z.number().nullish(),
          succeeds: z.boolean().optional(),
          error: z
            .object({
              type: z.string(),
              text: z.string().optional(),
              kind: z.string().optional(),
              /** The member of the body that holds the text: `Message` or `message`. */
              under: z.string().optional(),
              reason: z.string().optional(),
            })
            .optional(),
          body: z.record(z.string(), z.unknown()).optional(),
          /** Only the names of members were recorded. */
          keys: z.record(z.string(), z.array(z.string())).optional(),
          /** The recording merged all pages. */
          pages: z.boolean().optional(),
          fault: z.string().optional(),
        }),
      ),
    }),
  ),
});
export type Step = z.infer<typeof fileShape>["cases"][number]["steps"][number];

/** What a call came to, as the SDK saw it. */
export interface Outcome {
  status: number | undefined;
  body: Record<string, unknown>;
  error?: { type: string; text: string; kind?: unknown; reason?: unknown };
  /** Names of the members of an error's body, which the SDK levels out. */
  members?: string[];
}

type Handler = { handle: (...args: unknown[]) => Promise<{ response: { body: AsyncIterable<Uint8Array> } }> };

/** Keeps what comes over the wire, before the SDK reads it. @returns the last answer's body */
export function tap(client: sdk.LambdaClient): () => string {
  const handler = client.config.requestHandler as unknown as Handler; // typed by protocol in the SDK
  const handle = handler.handle.bind(handler);
  let last = "";
  handler.handle = async (...args) => {
    const outcome = await handle(...args);
    const chunks: Uint8Array[] = [];
    for await (const chunk of outcome.response.body) chunks.push(chunk);
    last = Buffer.concat(chunks).toString("utf8");
    outcome.response.body = Readable.from([Buffer.from(last)]);
    return outcome;
  };
  return () => last;
}

function inputOf(values: Record<string, unknown>): Record<string, unknown> {
  const bytes = (value: unknown) => (typeof value === "string" ? Buffer.from(value) : value);
  const input = { ...values };
  if (typeof input.Code === "object" && input.Code !== null && "ZipFile" in input.Code)
    input.Code = { ZipFile: bytes(input.Code.ZipFile) };
  if ("ZipFile" in input) input.ZipFile = bytes(input.ZipFile);
  const filled = /^<policy of (\d+) bytes>$/.exec(typeof input.Policy === "string" ? input.Policy : "");
  if (filled) input.Policy = policyOf(Number(filled[1]));
  return input;
}

/** A policy of exactly so many bytes, of statements with as long a condition as it takes. */
function policyOf(bytes: number): string {
  const document = (fill: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Id: "default",
      Statement: [
        {
          Sid: "fill",
          Effect: "Allow",
          Principal: "*",
          Action: "lambda:InvokeFunction",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalArn": fill } },
        },
      ],
    });
  return document("x".repeat(bytes - document("").length));
}

/** Makes a call by its name in the SDK. */
export async function send(
  client: sdk.LambdaClient,
  name: string,
  values: Record<string, unknown>,
): Promise<Outcome> {
  const lastBody = tap(client);
  const Command = Reflect.get(sdk, `${name}Command`) as new (input: unknown) => sdk.GetFunctionCommand; // every command has this form
  try {
    const { $metadata, ...body } = (await client.send(new Command(inputOf(values)))) as unknown as {
      $metadata: { httpStatusCode?: number };
    } & Record<string, unknown>; // the answer of whichever command it was
    return { status: $metadata.httpStatusCode, body: plain(body) };
  } catch (error) {
    const {
      name: type,
      message,
      $metadata,
      Type,
      Reason,
    } = error as Error & { $metadata?: { httpStatusCode?: number }; Type?: unknown; Reason?: unknown }; // the SDK's errors
    return {
      status: $metadata?.httpStatusCode,
      body: {},
      error: { type, text: message, kind: Type, reason: Reason },
      members: Object.keys(z.record(z.string(), z.unknown()).catch({}).parse(parsed(lastBody()))),
    };
  }
}

/** An answer as plain JSON: policies and payloads parsed, what is undefined left out. */
function plain(body: Record<string, unknown>): Record<string, unknown> {
  const values = Object.entries(body).map(([key, value]) => {
    // An empty body: this SDK gives nothing, the one that recorded gave an empty text.
    if (key === "Payload" && (value === undefined || value === null)) return [key, ""];
    if (value instanceof Uint8Array) return [key, parsed(Buffer.from(value).toString("utf8"))];
    return [key, key === "Policy" || key === "Statement" ? parsed(String(value)) : value];
  });
  return JSON.parse(JSON.stringify(Object.fromEntries(values))) as Record<string, unknown>; // an object stays one
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const kinds: [RegExp, RegExp][] = [
  [/^<uuid(:\d+)?>$/, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
  [/^<code-sha256:\d+>$/, /^[A-Za-z0-9+/]{43}=$/],
  [/^<code-size>$/, /^\d+$/],
  [/^<location>$/, /^https:/],
  [/^<sid:\d+>$/, /./],
  [/^date$/, /^\d{4}-\d\d-\d\dT/],
];

/**
 * Puts into what was recorded the values that stand where it has placeholders: a number within brackets is one value
 * within a case.
 */
export function bind(recorded: unknown, actual: unknown, bound: Map<string, unknown>): unknown {
  if (Array.isArray(recorded))
    return recorded.map((one, index) => bind(one, Array.isArray(actual) ? actual[index] : undefined, bound));
  if (typeof recorded === "object" && recorded !== null) {
    const values = Object.entries(recorded).map(([key, one]) => [
      key,
      bind(one, (actual as Record<string, unknown> | undefined)?.[key], bound),
    ]);
    return Object.fromEntries(values) as unknown;
  }
  if (typeof recorded !== "string") return recorded;
  if (recorded.endsWith("runtime:RUNTIMEHASH"))
    return String(actual).startsWith(recorded.replace("RUNTIMEHASH", "")) ? actual : recorded;
  const kind = kinds.find(([placeholder]) => placeholder.test(recorded));
  if (!kind) return recorded;
  if (bound.has(recorded)) return bound.get(recorded);
  if (!kind[1].test(String(actual))) return recorded;
  if (recorded.includes(":") && recorded !== "date") bound.set(recorded, actual);
  return actual;
}
