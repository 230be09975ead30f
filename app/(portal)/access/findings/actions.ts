"use server";
import { revalidatePath } from "next/cache";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { acknowledgeFinding } from "@/lib/access/acknowledge";
import { paths } from "@/lib/paths";

/** Says that a finding may stand until a day, and why. */
export async function acknowledge(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await acknowledgeFinding(actor, values);
    revalidatePath(paths.accessFindings());
    return { done: "Acknowledged; it comes back when the day is over." };
  });
}
