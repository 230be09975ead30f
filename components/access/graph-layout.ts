import dagre from "@dagrejs/dagre";

/** A graph's nodes and edges, with where they are drawn. Lengths are pixels. */
export interface Placed<Node, Edge> {
  width: number;
  height: number;
  nodes: (Node & { x: number; y: number })[];
  edges: (Edge & { path: string })[];
}

export const nodeSize = { width: 210, height: 40 };

/** Lays a graph out from left to right, so that few lines cross. An edge without exposure leads to an identity. */
export function layout<
  Node extends { id: string },
  Edge extends { from: string; to: string; exposure?: string },
>(nodes: Node[], edges: Edge[]): Placed<Node, Edge> {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 10, ranksep: 110, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { ...nodeSize });
  // Three columns: what no identity stands between goes over the middle one.
  const between = new Set(edges.filter(({ exposure }) => !exposure).map(({ to }) => to));
  for (const { from, to, exposure } of edges)
    graph.setEdge(from, to, { minlen: exposure && !between.has(from) ? 2 : 1 });
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    nodes: nodes.map((node) => {
      const { x, y } = graph.node(node.id);
      return { ...node, x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 };
    }),
    edges: edges.map((edge) => {
      const [from, to] = [graph.node(edge.from), graph.node(edge.to)];
      const [x1, x2] = [from.x + nodeSize.width / 2, to.x - nodeSize.width / 2];
      const bend = Math.max(30, (x2 - x1) / 2);
      return { ...edge, path: `M${x1},${from.y} C${x1 + bend},${from.y} ${x2 - bend},${to.y} ${x2},${to.y}` };
    }),
  };
}
