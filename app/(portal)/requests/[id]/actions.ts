"use server";
import { revalidatePath } from "next/cache";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { paths } from "@/lib/paths";
import { breakGlass } from "@/lib/requests/break-glass";
import { giveBack } from "@/lib/requests/give-back";
import { reviewRequest } from "@/lib/requests/review";
import { settleGlass } from "@/lib/requests/settle-glass";
import { withdrawRequest } from "@/lib/requests/withdraw";

const done: Record<string, string> = {
  approve: "Approved. It is being applied now.",
  reject: "Rejected.",
  comment: "Comment added.",
};

/** Approves, rejects or comments. */
export async function review(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    // Also after a failure: the page then shows the world as it is now.
    revalidatePath(paths.request(Number(values.requestId)));
    await reviewRequest(actor, values);
    return { done: done[values.verdict ?? ""] };
  });
}

/** Takes one's own request back. */
export async function withdraw(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await withdrawRequest(actor, values.requestId);
    revalidatePath(paths.request(Number(values.requestId)));
    return { done: "Withdrawn. Nothing was granted." };
  });
}

/** Has a request applied at once; a review is owed from then on. */
export async function applyByBreakGlass(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    // Also after a failure: the page then shows the world as it is now.
    revalidatePath(paths.request(Number(values.requestId)));
    await breakGlass(actor, values);
    revalidatePath("/", "layout");
    return { done: "It is being applied now. The owners have been told." };
  });
}

/** Gives the review that is owed after break-glass. */
export async function settle(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await settleGlass(actor, values);
    revalidatePath("/", "layout");
    return { done: values.verdict === "refuse" ? "Refused. The access ends now." : "Confirmed." };
  });
}

/** Gives back what a request got. */
export async function giveAccessBack(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await giveBack(actor, values);
    revalidatePath("/", "layout");
    return { done: "Given back." };
  });
}
