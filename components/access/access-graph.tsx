import type { Exposure } from "@/lib/lambda/types";
import { paths } from "@/lib/paths";
import { exposureMarks } from "./exposure-mark";
import { layout, nodeSize } from "./graph-layout";

interface Node {
  id: string;
  kind: string;
  label: string;
  sub: string;
  principal?: string;
  functionId?: string;
}
interface Edge {
  from: string;
  to: string;
  exposure?: Exposure;
  unsure: boolean;
}

const strokes: Record<Exposure, string> = {
  private: "stroke-border-strong",
  own_account: "stroke-border-strong",
  named_role: "stroke-positive",
  whole_account: "stroke-warning",
  organization: "stroke-warning",
  public: "stroke-danger",
};
const looks: Record<string, string> = {
  account: "fill-accent-soft stroke-accent",
  principal: "fill-raised stroke-border-strong",
  target: "fill-sunken stroke-border-strong",
  targets: "fill-sunken stroke-border-strong",
};

const short = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function hrefOf({ principal, functionId }: Node): string {
  if (functionId) return paths.function(functionId);
  return principal ? paths.principal(principal) : paths.functions();
}

function edgeWords({ exposure, unsure }: Edge): string {
  const how = exposure ? exposureMarks[exposure].word : "an identity of the account";
  return unsure ? `${how}, depends on the call` : how;
}

/** Accounts, principals and targets, and what leads from one to the other. Reads as a list of links, too. */
export function AccessGraph({ nodes, edges }: { nodes: Node[]; edges: Edge[] }) {
  const placed = layout(nodes, edges);
  return (
    <div
      className="max-h-[760px] overflow-auto"
      tabIndex={0}
      role="region"
      aria-label="Graph of accounts, principals and targets"
    >
      <svg width={placed.width} height={placed.height} className="block">
        {placed.edges.map((edge) => (
          <path
            key={`${edge.from}>${edge.to}`}
            d={edge.path}
            fill="none"
            strokeWidth={edge.exposure ? 1.5 : 1}
            strokeDasharray={edge.unsure ? "5 4" : undefined}
            className={edge.exposure ? strokes[edge.exposure] : "stroke-border-strong"}
          >
            <title>{edgeWords(edge)}</title>
          </path>
        ))}
        {placed.nodes.map((node) => (
          <a key={node.id} href={hrefOf(node)} aria-label={`${node.label}, ${node.sub}`}>
            <title>{`${node.label}, ${node.sub}`}</title>
            <rect x={node.x} y={node.y} rx={6} {...nodeSize} className={looks[node.kind]} />
            <text x={node.x + 10} y={node.y + 17} className="fill-text font-mono text-[12px]">
              {short(node.label, 26)}
            </text>
            <text x={node.x + 10} y={node.y + 32} className="fill-muted text-[11px]">
              {short(node.sub, 32)}
            </text>
          </a>
        ))}
      </svg>
    </div>
  );
}
