"use server";
import { revalidatePath } from "next/cache";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { refreshFunction } from "@/lib/catalog/refresh";
import { paths } from "@/lib/paths";
import { adoptStatement } from "@/lib/requests/adopt";
import { removeForeign } from "@/lib/requests/remove-foreign";

/** Reads the function from AWS again. */
export async function refresh(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await refreshFunction(actor, values.functionId ?? "");
    revalidatePath(paths.function(values.functionId ?? ""));
    return { done: "Read from AWS just now." };
  });
}

/** Adopts a statement that somebody made in AWS. */
export async function adopt(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    // Also after a failure: the page then shows what stands now.
    revalidatePath("/", "layout");
    return { goTo: paths.request(await adoptStatement(actor, values)) };
  });
}

/** Removes a statement that somebody made in AWS. */
export async function remove(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    revalidatePath("/", "layout");
    return { goTo: paths.request(await removeForeign(actor, values)) };
  });
}
