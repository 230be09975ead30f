"use server";
import { revalidatePath } from "next/cache";
import { act } from "@/app/act";
import type { FormState } from "@/components/ui/action-form";
import { connectAccount } from "@/lib/catalog/connect/connect";
import { prepareAccounts } from "@/lib/catalog/connect/prepare";
import { readOrganization } from "@/lib/catalog/connect/read-organization";
import { setOwners } from "@/lib/catalog/set-owners";
import { startSync } from "@/lib/catalog/start-sync";
import { paths } from "@/lib/paths";

/** Starts reading AWS. */
export async function sync(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor) => {
    const { leftOut } = await startSync(actor);
    revalidatePath(paths.accounts());
    return { done: leftOut ? `A sync has started. ${leftOut}` : "A sync has started." };
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
    const chosen = Object.entries(values).flatMap(([name, id]) => (name.startsWith("account-") ? id : []));
    const accountIds = [values.accountIds, ...chosen].join(" ");
    const [first = "", ...more] = await prepareAccounts(actor, { ...values, accountIds });
    revalidatePath(paths.accounts());
    if (more.length === 0) return { goTo: paths.account(first) };
    return { done: `${more.length + 1} accounts are prepared; each one's page has the role to make.` };
  });
}

/** Makes the accounts of Xaccount's own organization known. */
export async function readFromOrganization(previous: FormState, data: FormData): Promise<FormState> {
  return act(previous, data, async (actor) => {
    const { added, renamed, suspended, total } = await readOrganization(actor);
    revalidatePath(paths.accounts());
    const left = suspended > 0 ? ` Left out, since suspended: ${suspended}.` : "";
    return { done: `Read ${total} accounts: ${added} are new, ${renamed} changed.${left}` };
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
