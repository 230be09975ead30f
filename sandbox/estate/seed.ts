import { createHash } from "node:crypto";

/** A UUID that is always the same for the same text: the estate is the same on every start. */
export function seededUuid(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** An ID as IAM makes them, always the same for the same text. */
export function seededId(prefix: "AROA" | "AIDA", text: string): string {
  return (
    prefix +
    createHash("sha256")
      .update(text)
      .digest("hex")
      .slice(0, 17)
      .toUpperCase()
      .replaceAll(/[018 9]/g, "Q")
  );
}
