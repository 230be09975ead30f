"use server";
import { revalidatePath } from "next/cache";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { removeFound } from "@/lib/grants/remove-found";
import { retryGrant } from "@/lib/grants/retry";
import { revokeGrant } from "@/lib/grants/revoke";
import { revokeSelected } from "@/lib/grants/revoke-selected";
import { acceptDrift, restoreGrant } from "@/lib/grants/settle";
import { paths } from "@/lib/paths";
import { keepAdopted } from "@/lib/requests/keep-adopted";
import { removeForeign } from "@/lib/requests/remove-foreign";
import { removeSelected } from "@/lib/requests/remove-selected";
import { summarise } from "./summarise";

/** Takes a grant back. */
export async function revoke(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await revokeGrant(actor, values);
    revalidatePath("/", "layout");
    return { done: "It is being revoked now." };
  });
}

/** Takes several grants back, each by itself. */
export async function revokeAll(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, { reason }) => {
    const outcomes = await revokeSelected(actor, { grantIds: data.getAll("grant"), reason });
    revalidatePath("/", "layout");
    return summarise(
      outcomes.map(({ grantId, failure }) => ({ id: grantId, failure })),
      "revoked",
    );
  });
}

/** Removes several statements that nobody here granted, each by itself. */
export async function removeAll(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, { reason }) => {
    const shown = data.getAll("shown");
    const statements = data
      .getAll("statement")
      .map((id, index) => ({ statementId: id, shown: shown[index] }));
    // Also after a failure: the page then shows what stands now.
    revalidatePath("/", "layout");
    return summarise(await removeSelected(actor, { statements, reason }), "removed");
  });
}

/** Tries a failed step of a grant again. */
export async function retry(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await retryGrant(actor, values.grantId);
    revalidatePath("/", "layout");
    return { done: "It is being tried again now." };
  });
}

/** Puts back a statement that somebody removed. */
export async function restore(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    // Also after a failure: the page then shows how it differs now.
    revalidatePath("/", "layout");
    await restoreGrant(actor, values);
    return { done: "It is being put back now." };
  });
}

/** Accepts what somebody did in AWS: the grant is over. */
export async function accept(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    revalidatePath("/", "layout");
    await acceptDrift(actor, values);
    return { done: "Accepted: the grant is over." };
  });
}

/** Removes what stands instead of what was granted. */
export async function removeStanding(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    // Also after a failure: the page then shows what stands now.
    revalidatePath("/", "layout");
    await removeFound(actor, values);
    return { done: "It is being removed now." };
  });
}

/** Keeps an adopted statement for longer. */
export async function keep(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    const requestId = await keepAdopted(actor, values);
    revalidatePath("/", "layout");
    return { goTo: paths.request(requestId) };
  });
}

/** Removes a statement of somebody else's that keeps AWS from taking a grant's. */
export async function removeBlocker(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    revalidatePath("/", "layout");
    const requestId = await removeForeign(actor, values);
    return { done: `It is being removed now, by request ${requestId}. Then try again.` };
  });
}
