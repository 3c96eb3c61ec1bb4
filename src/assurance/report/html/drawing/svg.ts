import { type Html, html } from "../markup";
import { type Layout, type Placed, text } from "./layout";

/** Radius of corners. */
const corner = 6;

/** A layout as SVG, which inherits its colours from the document. */
export function svg({ width, height, places, boxes, lines }: Layout, title: string): Html {
  return html`<svg class="network" role="img" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" width="${Math.ceil(width)}">
<title>${title}</title>
${arrowHeads}
${places.map((place) => frame(place, "place"))}
${lines.map(({ line, points, label }) => html`<path class="line ${line.kind}" d="${pathThrough(points)}" marker-end="url(#${line.kind})"/>\n${label && labelText(label)}`)}
${boxes.map((box) => frame(box, `box ${box.of.kind}`))}
</svg>`;
}

const arrowHeads = html`<defs>${["allowed", "excepted", "breach", "doubtful"].map(
  (kind) =>
    html`<marker id="${kind}" class="head ${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8Z"/></marker>`,
)}</defs>`;

function frame(
  { of, x, y, width, height }: Placed<{ readonly title: string; readonly notes: readonly string[] }>,
  kind: string,
): Html {
  const line = (index: number) => y + text.padding + text.title + index * text.note + 7;
  return html`<g class="${kind}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>
<text class="title" x="${x + text.padding}" y="${y + text.padding + 10}">${of.title}</text>
${of.notes.map((note, index) => html`<text x="${x + text.padding}" y="${line(index)}">${note}</text>`)}</g>
`;
}

const labelText = ({ of, x, y, width }: Placed<string>): Html =>
  html`<text class="label" text-anchor="middle" x="${x + width / 2}" y="${y + 11}">${of}</text>\n`;

/** A path of straight lines with rounded corners. */
function pathThrough(points: Layout["lines"][number]["points"]): string {
  const [first, ...others] = points;
  if (!first) return "";
  const steps = others.map((point, index) => {
    const [before, after] = [points[index] ?? point, others[index + 1]];
    if (!after) return `L${point.x} ${point.y}`;
    const [start, end] = [towards(point, before), towards(point, after)];
    return `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return `M${first.x} ${first.y}${steps.join("")}`;
}

type Point = Layout["lines"][number]["points"][number];

/** The point on a line where a corner begins. */
function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(corner, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
