import { createHash, timingSafeEqual } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Authorization } from "./authorization";
import { Sha256 } from "./sha256";

/** An HTTP request as it came over the wire. */
export interface SignedRequest {
  method: string;
  /** With percent-escapes as sent, without the query. */
  path: string;
  query: URLSearchParams | string;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** `20260101T000000Z` as a Date; null when it is no such text. */
export function findSigningDate(text: string): Date | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second] = parts;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}

/**
 * Whether the request was signed with this secret: the AWS SDK's own signer signs it again, over the headers the
 * client says it signed, and the two signatures are compared. A body that is not what its x-amz-content-sha256
 * header says fails too.
 */
export async function isSignedWith(
  secret: string,
  authorization: Authorization,
  request: SignedRequest,
): Promise<boolean> {
  const { accessKeyId, region, service, date, signedHeaders } = authorization;
  const headers: Record<string, string> = {};
  for (const name of signedHeaders) {
    const value = request.headers[name];
    if (value === undefined) return false;
    headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  const signingDate = findSigningDate(headers["x-amz-date"] ?? "");
  if (!signingDate || !headers["x-amz-date"]?.startsWith(date) || !headers.host) return false;
  const claimedHash = request.headers["x-amz-content-sha256"];
  const hash = createHash("sha256").update(request.body).digest("hex");
  if (claimedHash !== undefined && claimedHash !== hash) return false;

  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey: secret },
    region,
    service,
    sha256: Sha256,
    applyChecksum: false,
  });
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: "http:",
      hostname: "",
      path: request.path,
      query: queryBag(request.query),
      headers,
      body: request.body,
    },
    { signingDate, signableHeaders: new Set(signedHeaders) },
  );
  const expected = /Signature=([0-9a-f]{64})$/.exec(signed.headers.authorization ?? "")?.[1] ?? "";
  return (
    expected.length === authorization.signature.length &&
    timingSafeEqual(Buffer.from(expected), Buffer.from(authorization.signature))
  );
}

function queryBag(query: URLSearchParams | string): Record<string, string[]> {
  const bag: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) (bag[name] ??= []).push(value);
  return bag;
}
