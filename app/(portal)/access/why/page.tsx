import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { WhyCard } from "@/components/access/why-card";
import { FilterBar } from "@/components/ui/filter-bar";
import { Flash } from "@/components/ui/flash";
import { PageHeader } from "@/components/ui/page-header";
import { accessQuery } from "@/lib/access/query";
import { explainAccess } from "@/lib/access/why";
import { grantableActions } from "@/lib/lambda/actions";
import { describePrincipal, parsePrincipal } from "@/lib/lambda/principal";
import { paths } from "@/lib/paths";
import { requireActor } from "../../../require-actor";
import { readSearch, type SearchParams } from "../../../search";
import { momentFilter, principalFilter } from "../filters";

export const metadata: Metadata = { title: "Why" };

const functionId = z.uuid();

/** Why can this principal do that, or not? */
export default async function WhyPage({ searchParams }: { searchParams: SearchParams }) {
  const search = await readSearch(searchParams);
  const { principal = "", function: id = "", qualifier } = search;
  await requireActor(paths.accessWhy({ ...search, principal, function: id }));
  if (!functionId.safeParse(id).success) notFound();
  const { action, at } = accessQuery.parse(search);
  const read = parsePrincipal(principal);
  const explained = read.ok ? await explainAccess(read.value, id, { action, qualifier, at }) : null;
  if (read.ok && !explained) notFound();
  const actions = grantableActions.map((one) => ({ value: one.action, text: one.action }));
  return (
    <>
      <PageHeader
        title={
          read.ok && explained ? (
            <>
              Can {describePrincipal(read.value).replace(/^[AT]/, (letter) => letter.toLowerCase())} call{" "}
              <span className="font-mono text-[0.92em]">{explained.name}</span>?
            </>
          ) : (
            "Why"
          )
        }
        sub="The function’s side of it: the statements that decide, and what would have to change. Across accounts the caller’s own policies must allow it too."
      />
      <FilterBar
        path={paths.accessWhy({ principal: "", function: "" })}
        values={{ ...search, action: explained?.action ?? action }}
        filters={[principalFilter, { name: "action", label: "Action", options: actions }, momentFilter]}
        keep={{ function: id, qualifier }}
      />
      {read.ok ? null : <Flash tone="warning">{read.sentence}</Flash>}
      {explained?.targets.map((target) => (
        <WhyCard key={target.qualifier} functionName={explained.name} target={target} />
      ))}
    </>
  );
}
