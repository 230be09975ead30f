import { randomBytes } from "node:crypto";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** An identifier as IAM makes them: a prefix and so many letters and digits. */
export function iamId(prefix: "AROA" | "AIDA" | "AKIA" | "ASIA", length = 16): string {
  return prefix + Array.from(randomBytes(length), (byte) => letters[byte % 32]).join("");
}
