"use server";
import { revalidatePath } from "next/cache";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { retryGrant } from "@/lib/grants/retry";
import { revokeGrant } from "@/lib/grants/revoke";
import { acceptDrift, restoreGrant } from "@/lib/grants/settle";

/** Takes a grant back. */
export async function revoke(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await revokeGrant(actor, values);
    revalidatePath("/", "layout");
    return { done: "It is being revoked now." };
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
    await restoreGrant(actor, values);
    revalidatePath("/", "layout");
    return { done: "It is being put back now." };
  });
}

/** Accepts what somebody did in AWS: the grant is over. */
export async function accept(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await acceptDrift(actor, values);
    revalidatePath("/", "layout");
    return { done: "Accepted: the grant is over." };
  });
}
