import { text, type Widget } from "./widgets";

/** Columns of a dashboard. */
const columns = 24;

/** Widgets side by side, under a heading. */
export interface Row {
  readonly heading: string;
  readonly widgets: readonly Widget[];
  /** @default 6 */
  readonly height?: number;
}

/** A widget in its place. */
export interface PlacedWidget extends Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rows one under the other, the widgets of each equally wide. */
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
