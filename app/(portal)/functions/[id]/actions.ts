"use server";
import { revalidatePath } from "next/cache";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { refreshFunction } from "@/lib/catalog/refresh";
import { paths } from "@/lib/paths";

/** Reads the function from AWS again. */
export async function refresh(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await refreshFunction(actor, values.functionId ?? "");
    revalidatePath(paths.function(values.functionId ?? ""));
    return { done: "Read from AWS just now." };
  });
}
