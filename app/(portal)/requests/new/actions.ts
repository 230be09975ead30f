"use server";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { paths } from "@/lib/paths";
import { submitRequest } from "@/lib/requests/submit";

/** Sends the request, and goes to it. */
export async function submit(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => ({
    goTo: paths.request(await submitRequest(actor, values)),
  }));
}
