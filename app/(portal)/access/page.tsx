import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { accessQuery } from "@/lib/access/query";
import { paths } from "@/lib/paths";
import { requireActor } from "../../require-actor";
import { readSearch, type SearchParams } from "../../search";
import { ChangesView } from "./changes-view";
import { GraphView } from "./graph-view";
import { ListView } from "./list-view";
import { MatrixView } from "./matrix-view";

export const metadata: Metadata = { title: "Access" };

const views = {
  list: { text: "List", view: ListView },
  matrix: { text: "Matrix", view: MatrixView },
  graph: { text: "Graph", view: GraphView },
  changes: { text: "Compare", view: ChangesView },
};
type Name = keyof typeof views;

/** What every view of who can invoke what is given. */
export interface ViewProps {
  query: ReturnType<typeof accessQuery.parse>;
  /** The query as the URL has it, without the place in the list. */
  values: Record<string, string | undefined>;
}

/** Who can invoke what? */
export default async function AccessPage({ searchParams }: { searchParams: SearchParams }) {
  const search = await readSearch(searchParams);
  await requireActor(paths.access(search));
  const { after: _after, view: asked, ...values } = search;
  const name: Name = asked !== undefined && Object.hasOwn(views, asked) ? (asked as Name) : "list";
  const View = views[name].view;
  return (
    <>
      <PageHeader
        title="Who can invoke what"
        sub="Every statement of every policy: of functions, versions and aliases, granted here or not."
        actions={
          <>
            <ButtonLink href={paths.accessFindings()}>Findings</ButtonLink>
            <ButtonLink href={paths.accessExport("csv", { ...values, view: name })} prefetch={false}>
              Export CSV
            </ButtonLink>
            <ButtonLink href={paths.accessExport("ndjson", { ...values, view: name })} prefetch={false}>
              Export NDJSON
            </ButtonLink>
          </>
        }
      />
      <Tabs
        label="Views"
        tabs={Object.entries(views).map(([key, { text }]) => ({
          href: paths.access({ ...values, view: key === "list" ? undefined : key }),
          text,
          current: key === name,
        }))}
      />
      <View
        query={accessQuery.parse(search)}
        values={{ ...values, view: name === "list" ? undefined : name }}
      />
    </>
  );
}
