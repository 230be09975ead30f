"use server";
import { revalidatePath } from "next/cache";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { connectAccount } from "@/lib/catalog/connect/connect";
import { prepareAccounts } from "@/lib/catalog/connect/prepare";
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

/** Makes accounts known, each with an external ID of its own. */
export async function prepare(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    const [first = "", ...more] = await prepareAccounts(actor, values);
    revalidatePath(paths.accounts());
    if (more.length === 0) return { goTo: paths.account(first) };
    return { done: `${more.length + 1} accounts are prepared; each one's page has the role to make.` };
  });
}

/** Tries an account's role, and connects it. */
export async function connect(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor, values) => {
    await connectAccount(actor, values.accountId ?? "");
    revalidatePath(paths.accounts());
    return { done: "It works, and only with its external ID. It is connected; a sync reads it." };
  });
}
