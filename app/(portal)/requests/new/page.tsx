import type { Metadata } from "next";
import { Flash } from "@/components/ui/flash";
import { PageHeader } from "@/components/ui/page-header";
import { findFunction } from "@/lib/catalog/get-function";
import { paths } from "@/lib/paths";
import { requireActor } from "../../../require-actor";
import { readSearch, type SearchParams } from "../../../search";
import { FormFor } from "./form-for";
import { PickFunction } from "./pick-function";

export const metadata: Metadata = { title: "Request access" };

/** How do I ask? */
export default async function NewRequestPage({ searchParams }: { searchParams: SearchParams }) {
  const search = await readSearch(searchParams);
  const { function: id } = search;
  const actor = await requireActor(paths.newRequest(search));
  const detail = id ? await findFunction(id) : null;
  return (
    <>
      <PageHeader
        title={
          detail ? (
            <>
              Request access to <span className="font-mono text-[0.92em]">{detail.name}</span>
            </>
          ) : (
            "Request access"
          )
        }
        sub={
          detail
            ? `${detail.account.name} (${detail.accountId}), ${detail.region}`
            : "Choose the function first. What you type next is shown as the exact statement it becomes."
        }
      />
      {id && !detail ? (
        <Flash tone="warning">
          That function is not known here (any more). Nothing was sent; search for it.
        </Flash>
      ) : null}
      {detail ? <FormFor detail={detail} search={search} actor={actor} /> : <PickFunction q={search.q} />}
    </>
  );
}
