import { targetName } from "@/lib/lambda/arn";
import type { Exposure } from "@/lib/lambda/types";
import { widest } from "@/lib/lambda/reach";
import { listAccess, type DecidedRow } from "./list";
import type { AccessQuery } from "./query";

/** What can be in the graph. `id` is unique within it. */
export interface GraphNode {
  id: string;
  kind: "account" | "principal" | "target" | "targets";
  label: string;
  sub: string;
  /** What it leads to: a principal's text, or a function's ID. */
  principal?: string;
  functionId?: string;
}
export interface GraphEdge {
  from: string;
  to: string;
  /** Absent between an account and its identities. */
  exposure?: Exposure;
  unsure: boolean;
}
export interface AccessGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** What was put together, as there was too much to draw singly. */
  grouped: "nothing" | "targets" | "both";
  more: boolean;
}

/** More nodes than these are put together; more rows than these are not read. */
const drawnSingly = 240;
const mostRows = 3000;

type Grouped = AccessGraph["grouped"];

function principalNode(row: DecidedRow, grouped: Grouped): GraphNode {
  const { principal, principalKind: kind, principalAccountId: accountId } = row;
  if (accountId && (kind === "account" || grouped === "both"))
    return { id: `a ${accountId}`, kind: "account", label: accountId, sub: "account", principal: accountId };
  const label = principal.replace(/^arn:[^:]*:(iam|sts)::\d{12}:/, "");
  return { id: `p ${principal}`, kind: "principal", label, sub: kind, principal };
}

function targetNode(row: DecidedRow, grouped: Grouped): GraphNode {
  const { functionId, functionName, qualifier, accountId, region } = row;
  if (grouped !== "nothing")
    return {
      id: `f ${accountId} ${region}`,
      kind: "targets",
      label: accountId,
      sub: `functions in ${region}`,
    };
  const label = targetName(functionName, qualifier);
  return { id: `t ${row.targetId}`, kind: "target", label, sub: accountId, functionId };
}

function build(rows: DecidedRow[], grouped: Grouped): Pick<AccessGraph, "nodes" | "edges"> {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  const join = (edge: GraphEdge) => {
    const key = `${edge.from}>${edge.to}`;
    const before = edges.get(key);
    if (!before) edges.set(key, edge);
    else {
      before.unsure &&= edge.unsure;
      if (edge.exposure) before.exposure = widest([before.exposure ?? "private", edge.exposure]);
    }
  };
  for (const row of rows) {
    const [who, what] = [principalNode(row, grouped), targetNode(row, grouped)];
    nodes.set(who.id, who);
    nodes.set(what.id, what);
    join({ from: who.id, to: what.id, exposure: row.exposure, unsure: row.decision === "unknown" });
    if (who.kind !== "principal" || !row.principalAccountId) continue;
    const accountId = row.principalAccountId;
    const id = `a ${accountId}`;
    nodes.set(id, { id, kind: "account", label: accountId, sub: "account", principal: accountId });
    join({ from: id, to: who.id, unsure: false });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/**
 * Who can invoke what as a graph of accounts, principals and targets; put together where there are too many.
 * @param mostNodes more than these are put together: targets first, then principals too
 */
export async function readGraph(query: AccessQuery, mostNodes = drawnSingly): Promise<AccessGraph> {
  const { rows, next } = await listAccess({ ...query, after: undefined }, mostRows);
  const more = next !== null;
  for (const grouped of ["nothing", "targets"] as const) {
    const graph = build(rows, grouped);
    if (graph.nodes.length <= mostNodes) return { ...graph, grouped, more };
  }
  return { ...build(rows, "both"), grouped: "both", more };
}
