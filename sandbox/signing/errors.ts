import { AwsError } from "../errors";

const texts = {
  missing: "Missing Authentication Token",
  incomplete: "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.",
  unknown: "The security token included in the request is invalid.",
  expired: "The security token included in the request is expired",
  mismatch:
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
} as const;

const rest = {
  missing: "MissingAuthenticationTokenException",
  incomplete: "IncompleteSignatureException",
  unknown: "UnrecognizedClientException",
  expired: "ExpiredTokenException",
  mismatch: "InvalidSignatureException",
} as const;

const query = {
  missing: "MissingAuthenticationToken",
  incomplete: "IncompleteSignature",
  unknown: "InvalidClientTokenId",
  expired: "ExpiredToken",
  mismatch: "SignatureDoesNotMatch",
} as const;

/** What can be wrong with who signed a request. */
export type SigningFault = keyof typeof texts;

/**
 * The 403 for a request whose signer can't be told, in the words of its protocol: the query protocol (STS, IAM)
 * and the REST-JSON one (Lambda) name the same faults differently.
 * @param text replaces the usual text
 */
export function signingError(fault: SigningFault, isQuery: boolean, text: string = texts[fault]): AwsError {
  return new AwsError(403, (isQuery ? query : rest)[fault], text, { key: "message" });
}
