"use server";
import { revalidatePath } from "next/cache";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { setOwners } from "@/lib/catalog/set-owners";
import { startSync } from "@/lib/catalog/start-sync";
import { paths } from "@/lib/paths";

/** Starts reading AWS. */
export async function sync(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor) => {
    await startSync(actor);
    revalidatePath(paths.accounts());
    return { done: "A sync has started." };
  });
}

/** Sets who owns functions, over their tags. */
export async function owners(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    const changed = await setOwners(actor, values);
    revalidatePath(paths.accounts());
    return { done: `Set. ${changed} functions have other owners now.` };
  });
}
