import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { env } from "@/lib/env";
import { XaccountError } from "@/lib/errors";

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** Makes the secret where there is none: written aside and linked, so that no process reads half of it. */
function makeSecret(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(aside, `${randomBytes(48).toString("base64url")}\n`, { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    // Another process was faster: its secret holds.
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(aside);
  }
}

/**
 * The secret that sessions are encrypted with: AUTH_SECRET; with the embedded database, one made once and kept in
 * the data folder, readable by its owner only.
 * @throws XaccountError Internal when DATABASE_URL is set and AUTH_SECRET is not, or is short
 */
export function authSecret(): string {
  const { AUTH_SECRET, DATABASE_URL, XACCOUNT_DATA } = env();
  if (AUTH_SECRET) {
    if (AUTH_SECRET.length >= 32) return AUTH_SECRET;
    throw new XaccountError(
      "Internal",
      "AUTH_SECRET is shorter than 32 characters: sessions could be forged. Make one with: openssl rand -base64 48",
    );
  }
  if (DATABASE_URL) {
    throw new XaccountError(
      "Internal",
      "AUTH_SECRET is missing. With DATABASE_URL several processes share sessions, so all need the same secret. " +
        "Make one with: openssl rand -base64 48",
    );
  }
  const file = path.resolve(/* turbopackIgnore: true */ XACCOUNT_DATA, "auth-secret");
  for (;;) {
    try {
      return readFileSync(file, "utf8").trim();
    } catch (error) {
      if (!isCode(error, "ENOENT")) throw error;
      makeSecret(file);
    }
  }
}
