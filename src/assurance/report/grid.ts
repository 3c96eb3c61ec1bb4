/** A table: the first row names the columns, the first column names the rows. */
export type Grid = readonly (readonly string[])[];

/** Aligned columns, separated by two spaces. */
export function gridText(grid: Grid): string[] {
  const widths = (grid[0] ?? []).map((_, column) => Math.max(...grid.map((row) => row[column]?.length ?? 0)));
  return grid.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

export function gridMarkdown([head = [], ...rows]: Grid): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cellMarkdown).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

/** Names come from judged files: they must not end a cell or start a tag. */
const cellMarkdown = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
