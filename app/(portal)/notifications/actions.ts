"use server";
import { revalidatePath } from "next/cache";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { markAllRead } from "@/lib/notifications/mark-all-read";
import { markRead } from "@/lib/notifications/mark-read";

/** Marks one as read. */
export async function read(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await markRead(actor, values);
    revalidatePath("/", "layout");
    return { done: "Marked as read." };
  });
}

/** Marks one as read, and goes to the page that answers it. */
export async function open(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    const goTo = await markRead(actor, values);
    revalidatePath("/", "layout");
    return { goTo };
  });
}

/** Marks all that was on the page, and all before it, as read. */
export async function readAll(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await markAllRead(actor, values);
    revalidatePath("/", "layout");
    return { done: "All of it is marked as read." };
  });
}
