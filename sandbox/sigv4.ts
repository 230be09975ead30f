import { findAuthorization } from "./signing/authorization";
import { signingError } from "./signing/errors";
import { findKey } from "./signing/keys";
import { findSigningDate, isSignedWith, type SignedRequest } from "./signing/verify";
import type { Caller, State } from "./types";

export type { SignedRequest } from "./signing/verify";

/** Who signed a request, and for which region and service. */
export interface Identity {
  caller: Caller;
  region: string;
  service: string;
}

const toleranceMinutes = 5;

/**
 * Who signed a request, from its Authorization header (signature version 4). The signature of every key the
 * sandbox handed out is verified; an access key ID of twelve digits is an administrator of that account with any
 * secret. Throws the 403 that AWS answers when the header is missing or the key, token, time or signature is wrong.
 */
export async function identify(state: State, request: SignedRequest): Promise<Identity> {
  const header = request.headers.authorization;
  const isJson = request.headers["x-amz-target"] !== undefined;
  const isRoot = !isJson && (request.path === "" || request.path === "/");
  if (typeof header !== "string") {
    throw isRoot
      ? signingError("missing", true, "Request is missing Authentication Token")
      : signingError("missing", false);
  }
  const authorization = findAuthorization(header);
  if (!authorization) throw signingError("incomplete", isRoot);

  const { accessKeyId, region, service } = authorization;
  const isQuery = service === "sts" || service === "iam";
  const key = findKey(state, accessKeyId);
  if (!key) throw signingError("unknown", isQuery);
  if (key.secret === null) return { caller: key.caller, region, service };

  if (request.headers["x-amz-security-token"] !== key.token) throw signingError("unknown", isQuery);
  if (!(await isSignedWith(key.secret, authorization, request))) throw signingError("mismatch", isQuery);
  refuseOtherTime(request, isQuery);
  if (key.expiresAt !== undefined && Date.parse(key.expiresAt) <= Date.now()) {
    throw signingError("expired", isQuery);
  }
  return { caller: key.caller, region, service };
}

/** A signature is good for five minutes around its own time. */
function refuseOtherTime(request: SignedRequest, isQuery: boolean): void {
  const text = String(request.headers["x-amz-date"]);
  const offMinutes = (Date.now() - (findSigningDate(text)?.getTime() ?? 0)) / 60_000;
  if (Math.abs(offMinutes) <= toleranceMinutes) return;
  const [what, compared] =
    offMinutes > 0 ? ["Signature expired", "earlier"] : ["Signature not yet current", "later"];
  const now = stamp(new Date());
  const sign = offMinutes > 0 ? "-" : "+";
  throw signingError(
    "mismatch",
    isQuery,
    `${what}: ${text} is now ${compared} than ${stamp(new Date(Date.now() - Math.sign(offMinutes) * toleranceMinutes * 60_000))} (${now} ${sign} ${toleranceMinutes} min.)`,
  );
}

function stamp(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, "");
}
