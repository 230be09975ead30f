"use server";
import { revalidatePath } from "next/cache";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { retryGrant } from "@/lib/grants/retry";
import { revokeGrant } from "@/lib/grants/revoke";

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
