import { text, type Widget } from "./widgets";

/** Number of columns of a dashboard. */
const columns = 24;

/** Widgets next to each other, below a heading. */
export interface Row {
  readonly heading: string;
  readonly widgets: readonly Widget[];
  /** @default 6 */
  readonly height?: number;
}

/** A widget with its position. */
export interface PlacedWidget extends Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Positions of all rows' widgets, which are equally wide within a row. */
export function arrange(rows: readonly Row[]): PlacedWidget[] {
  let y = 0;
  return rows.flatMap(({ heading, widgets, height = 6 }) => {
    const title = { ...text(`## ${heading}`), x: 0, y, width: columns, height: 1 };
    const width = Math.floor(columns / widgets.length);
    const placed = widgets.map((widget, index) => ({ ...widget, x: index * width, y: y + 1, width, height }));
    y += 1 + height;
    return [title, ...placed];
  });
}
