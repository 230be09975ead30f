import "server-only";
import { cache } from "react";
import { XaccountError } from "@/lib/errors";
import { auth } from "./auth";
import { actorOf } from "./token";
import type { PersonActor } from "./types";

/** Who is signed in; null when nobody is. Read once a request, however many components ask. */
export const currentActor = cache(async (): Promise<PersonActor | null> => {
  const session = await auth();
  return actorOf(session?.user);
});

/**
 * Who is signed in.
 * @throws XaccountError Unauthenticated when nobody is, or no longer
 */
export async function getActor(): Promise<PersonActor> {
  const actor = await currentActor();
  if (actor) return actor;
  throw new XaccountError(
    "Unauthenticated",
    "Your session has ended, and nothing was changed. What you typed is still here: sign in again in another tab, " +
      "then send it once more.",
  );
}
