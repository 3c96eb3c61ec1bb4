/**
 * Known top-level blocks of a file. `moved` renames existing resources; `check`, `import`, `module` and others run or
 * hide something.
 */
export const knownBlocks: ReadonlySet<string> = new Set([
  "//",
  "data",
  "locals",
  "moved",
  "output",
  "provider",
  "resource",
  "terraform",
  "variable",
]);
