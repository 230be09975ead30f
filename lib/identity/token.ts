import { z } from "zod";
import type { PersonActor } from "./types";

/** How long a sign-in lasts. Groups are as told then, so it does not stretch with use. */
export const sessionSeconds = 8 * 60 * 60;

const tokenShape = z.object({
  personId: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  groups: z.array(z.string()),
  /** When they signed in, in seconds since 1970. */
  signedInAt: z.number(),
});
/** All that the session's cookie holds (encrypted). */
export type SessionToken = z.infer<typeof tokenShape>;

/** @param now seconds since 1970 */
export function tokenFor(person: Omit<PersonActor, "kind">, now: number): SessionToken {
  const { personId, name, email, groups } = person;
  return { personId, name, email, groups, signedInAt: now };
}

/**
 * Reads a session's token again.
 * @param now seconds since 1970
 * @returns null when it is not one of ours, or older than a session lasts
 */
export function readToken(token: unknown, now: number): SessionToken | null {
  const read = tokenShape.safeParse(token);
  if (!read.success) return null;
  return now - read.data.signedInAt < sessionSeconds ? read.data : null;
}

/** Who the session belongs to; null when it is not one of ours. */
export function actorOf(user: unknown): PersonActor | null {
  const read = tokenShape.omit({ signedInAt: true }).safeParse(user);
  return read.success ? { kind: "person", ...read.data } : null;
}
