import { z } from "zod";

const scope = z
  .string()
  .regex(/^[^/]+\/\d{8}\/[^/]+\/[^/]+\/aws4_request$/)
  .transform((text) => {
    const [accessKeyId = "", date = "", region = "", service = ""] = text.split("/");
    return { accessKeyId, date, region, service };
  });

const fields = z.object({
  Credential: scope,
  SignedHeaders: z.string().transform((text) => text.toLowerCase().split(";")),
  Signature: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The parts of an Authorization header: who signed, for what, which headers, and the signature. */
export interface Authorization {
  accessKeyId: string;
  /** YYYYMMDD */
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  /** 64 hexadecimal digits */
  signature: string;
}

/**
 * Reads `AWS4-HMAC-SHA256 Credential=…/date/region/service/aws4_request, SignedHeaders=a;b, Signature=…`;
 * null when it is none. Mirrors https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function findAuthorization(header: string): Authorization | null {
  const [, list] = /^AWS4-HMAC-SHA256\s+(.*)$/.exec(header) ?? [];
  if (list === undefined) return null;
  const pairs = list.split(",").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  const parsed = fields.safeParse(Object.fromEntries(pairs));
  if (!parsed.success) return null;
  const { Credential, SignedHeaders, Signature } = parsed.data;
  return { ...Credential, signedHeaders: SignedHeaders, signature: Signature };
}
