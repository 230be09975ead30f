import { z } from "zod";
import { parseFunctionArn } from "./arn";
import { parseCaller } from "./caller";
import type { Question } from "./evaluate";
import { readDocument, readPolicy, type PolicyKind } from "./policy";
import type { Parsed } from "./types";

const sentence = (text: string) => ({ error: text });
/** A document, or its text: what can't be read of either makes an answer unknown. */
const document = z.union(
  [z.record(z.string(), z.unknown()), z.string()],
  sentence("is no policy document: a JSON object, or its text"),
);
const levels = z.array(z.array(document, sentence("is no level: an array of documents")));

const shape = z.object(
  {
    id: z.union([z.string(), z.number()]).nullish(),
    action: z.string().regex(/^[a-z0-9-]+:[a-z0-9]+$/i, sentence("is no action, like lambda:InvokeFunction")),
    resource: z.string(),
    principal: z.string(),
    context: z
      .record(
        z.string(),
        z.union([
          z.null(),
          z.array(z.coerce.string()),
          ...[z.string(), z.number(), z.boolean()].map((one) => one.transform(String)),
        ]),
      )
      .optional(),
    functionPolicy: document.nullish(),
    identityPolicies: z.array(document).nullish(),
    permissionBoundary: document.nullish(),
    sessionPolicy: document.nullish(),
    scps: levels.nullish(),
    rcps: levels.nullish(),
  },
  sentence("A case is a JSON object."),
);

/** A question as anybody may write it, in JSON: docs/evaluate.md. */
export type WrittenQuestion = z.input<typeof shape>;

/**
 * Reads a written question. The caller's side is always asked: what is absent of it allows nothing.
 * @returns a sentence for what can't be read
 */
export function readQuestion(value: unknown): Parsed<Question> {
  const read = shape.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join(".") ?? "";
    return { ok: false, sentence: `${where ? `“${where}” ` : ""}${issue?.message ?? "can't be read"}` };
  }
  const { action, resource, principal, context, functionPolicy, scps, rcps, ...written } = read.data;
  const arn = parseFunctionArn(resource);
  if (!arn.ok) return { ok: false, sentence: `“resource”: ${arn.sentence}` };
  const caller = parseCaller(principal);
  if (!caller.ok) return { ok: false, sentence: `“principal”: ${caller.sentence}` };
  const parseDocument = (document: object | string, kind: PolicyKind) =>
    typeof document === "string" ? readPolicy(document, kind) : readDocument(document, kind);
  const one = (text: object | string | null | undefined, kind: PolicyKind = "identity") =>
    text === null || text === undefined ? undefined : parseDocument(text, kind);
  const leveled = (list: (object | string)[][] | null | undefined, kind: PolicyKind) =>
    list?.map((level) => level.map((text) => parseDocument(text, kind)));
  return {
    ok: true,
    value: {
      caller: caller.value,
      action,
      resource,
      context,
      functionPolicy: one(functionPolicy, "function") ?? null,
      identity: {
        policies: written.identityPolicies?.map((text) => parseDocument(text, "identity")),
        permissionBoundary: one(written.permissionBoundary),
        sessionPolicy: one(written.sessionPolicy),
        scps: leveled(scps, "identity"),
      },
      rcps: leveled(rcps, "rcp"),
    },
  };
}
