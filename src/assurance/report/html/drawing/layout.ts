import ELK, { type ElkExtendedEdge, type ElkNode } from "elkjs/lib/elk.bundled.js";
import type { Box, Drawing, Line, Place } from "./drawing";

/** Positions in pixels from the upper left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly places: readonly Placed<Place>[];
  readonly boxes: readonly Placed<Box>[];
  readonly lines: readonly LaidLine[];
}

interface LaidLine {
  readonly line: Line;
  readonly points: readonly Point[];
  /** Position of its label, if there is one. */
  readonly label?: Placed<string>;
}

export interface Placed<T> {
  readonly of: T;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Line heights, and maximum widths of characters: the browser chooses fonts later. */
export const text = { title: 18, note: 15, padding: 10, titleCharacter: 7.4, noteCharacter: 6.2 } as const;

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.spacing.nodeNode": "16",
  "elk.spacing.edgeNode": "14",
  "elk.spacing.edgeEdge": "10",
  "elk.layered.spacing.nodeNodeBetweenLayers": "34",
  "elk.layered.spacing.edgeNodeBetweenLayers": "16",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.mergeEdges": "true",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
};

/** Computes the layout, which is the same on every machine. */
export async function laidOut(drawing: Drawing): Promise<Layout> {
  const joined = new Set(drawing.lines.flatMap(({ from, to }) => [from, to]));
  const graph: ElkNode = await new ELK().layout({
    id: "drawing",
    layoutOptions: options,
    children: [...boxNodes(drawing.boxes), ...drawing.places.map((place) => placeNode(place, joined))],
    edges: drawing.lines.map(
      ({ from, to, label }, index): ElkExtendedEdge => ({
        id: `line ${index}`,
        sources: [from],
        targets: [to],
        ...(label !== undefined && { labels: [labelNode(label)] }),
      }),
    ),
  });
  const nodes = new Map(within(graph).map((node) => [node.id, node]));
  const placed = <T extends { readonly id: string }>(of: T): Placed<T> => {
    const { x = 0, y = 0, width = 0, height = 0 } = nodes.get(of.id) ?? {};
    return { of, x, y, width, height };
  };
  const places = drawing.places.flatMap((vpc) => [vpc, ...vpc.places]);
  const moving = [
    ...drawing.boxes,
    ...places.flatMap(({ boxes }) => boxes.filter(({ id }) => joined.has(id))),
  ];
  return {
    width: graph.width ?? 0,
    height: graph.height ?? 0,
    places: places.map(placed),
    boxes: [...moving.map(placed), ...places.flatMap((place) => stacked(placed(place), joined))],
    lines: drawing.lines.map((line, index) => laidLine(line, graph.edges?.[index])),
  };
}

const labelNode = (label: string) => ({
  text: label,
  width: label.length * text.noteCharacter + 8,
  height: text.note,
});

function laidLine(line: Line, edge: ElkExtendedEdge | undefined): LaidLine {
  const points = pointsOf(edge);
  const [placed] = edge?.labels ?? [];
  if (!placed || line.label === undefined) return { line, points };
  const { x = 0, y = 0, width = 0, height = 0 } = placed;
  return { line, points, label: { of: line.label, x, y, width, height } };
}

const within = (node: ElkNode): ElkNode[] => [node, ...(node.children ?? []).flatMap(within)];

function pointsOf(edge: ElkExtendedEdge | undefined): Point[] {
  const points = (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  for (const [index, point] of points.entries()) points[index] = inLine(points[index - 1], point);
  return points;
}

/** Removes an offset of up to two pixels where a line crosses the border of a place. */
const inLine = (before: Point | undefined, { x, y }: Point): Point => ({
  x: before && Math.abs(before.x - x) < 2 ? before.x : x,
  y: before && Math.abs(before.y - y) < 2 ? before.y : y,
});

/** Boxes of one column in a place have the same width: openers, relays and receivers of connections. */
const boxNodes = (boxes: readonly Box[]): ElkNode[] =>
  boxes.map((box) => ({
    id: box.id,
    width: Math.max(...boxes.filter((other) => columnOf(other) === columnOf(box)).map(widthOf)),
    height: heightOf(box.notes),
  }));

const columnOf = ({ kind }: Box): string => (kind === "relay" || kind === "database" ? kind : "source");

/** A place, with room at its top for its text and for boxes without lines. */
function placeNode(place: Place, joined: ReadonlySet<string>): ElkNode {
  const still = stillIn(place, joined);
  const width = Math.max(widthOf(place), ...still.map((box) => widthOf(box) + 2 * margin));
  const height = still.reduce((sum, { notes }) => sum + heightOf(notes) + gap, heightOf(place.notes));
  const children = [
    ...boxNodes(place.boxes.filter(({ id }) => joined.has(id))),
    ...place.places.map((inner) => placeNode(inner, joined)),
  ];
  if (children.length === 0) return { id: place.id, width, height };
  return {
    id: place.id,
    children,
    layoutOptions: {
      "elk.padding": `[top=${height + 4},left=${margin},bottom=${margin},right=${margin}]`,
      "elk.nodeSize.constraints": "MINIMUM_SIZE",
      "elk.nodeSize.minimum": `(${width},${height})`,
    },
  };
}

const stillIn = ({ boxes }: Place, joined: ReadonlySet<string>): Box[] =>
  boxes.filter(({ id }) => !joined.has(id));

/** Boxes without lines, below each other under the text of their place. */
function stacked({ of: place, x, y }: Placed<Place>, joined: ReadonlySet<string>): Placed<Box>[] {
  const still = stillIn(place, joined);
  const width = Math.max(0, ...still.map(widthOf));
  let top = y + heightOf(place.notes);
  return still.map((of) => {
    const height = heightOf(of.notes);
    top += height + gap;
    return { of, x: x + margin, y: top - height - gap, width, height };
  });
}

/** Margin around the boxes of a place, and gap between boxes above each other. */
const [margin, gap] = [14, 12];

const widthOf = ({ title, notes }: Pick<Box, "title" | "notes">): number =>
  2 * text.padding +
  Math.max(title.length * text.titleCharacter, ...notes.map((note) => note.length * text.noteCharacter));

const heightOf = (notes: readonly string[]): number =>
  2 * text.padding + text.title + notes.length * text.note - 4;
