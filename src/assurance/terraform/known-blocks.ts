/** Blocks at the top of a file. `moved` renames what stays; `check`, `import`, `module` and the like run or hide something. */
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
