"use server";
import { revalidatePath } from "next/cache";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { paths } from "@/lib/paths";
import { reviewRequest } from "@/lib/requests/review";
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
