import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/action-form";
import type { Actor } from "@/lib/audit/actor";
import { toFailure } from "@/lib/failure";
import { assertSameOrigin } from "@/lib/identity/origin";
import { getActor } from "@/lib/identity/session";

/** What a verb tells the form it served: a sentence to say, or where to go next. */
export interface Outcome {
  done?: string;
  /** Of several things each that was not done, by its ID, with why. */
  refused?: Record<string, string>;
  goTo?: string;
}

function textValues(data: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of data) {
    // Next.js adds fields of its own ($ACTION_…); files are nowhere asked for.
    if (typeof value === "string" && !name.startsWith("$")) values[name] = value;
  }
  return values;
}

/**
 * Every server action is one call of this: same origin, who, the verb; and a failure of the closed set as the
 * form's new state, with what was typed.
 * @param previous the form's state before
 * @param data what was sent
 * @param verb the verb of lib/, handed the actor and the fields as text
 */
export async function act(
  previous: FormState,
  data: FormData,
  verb: (actor: Actor, values: Record<string, string>) => Promise<Outcome>,
): Promise<FormState> {
  const values = textValues(data);
  const turn = previous.turn + 1;
  let outcome: Outcome;
  try {
    assertSameOrigin(await headers());
    outcome = await verb(await getActor(), values);
  } catch (error) {
    return { turn, values, failure: toFailure(error) };
  }
  // Outside the try: Next.js redirects by throwing.
  if (outcome.goTo) redirect(outcome.goTo);
  const { done, refused } = outcome;
  return refused ? { turn, done, refused, values } : { turn, done };
}
