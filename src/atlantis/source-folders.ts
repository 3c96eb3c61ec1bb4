import { buildSync } from "esbuild";

/** Finds the folders of src that a stack depends on, from the imports of its file. */
export class SourceFolders {
  private readonly known = new Map<string, readonly string[]>();

  /** @param project root of the project */
  constructor(private readonly project: string) {}

  /** Sorted names of folders of src, such as `config` and `network`. */
  importedBy(stackFile: string): readonly string[] {
    const found = this.known.get(stackFile) ?? this.find(stackFile);
    this.known.set(stackFile, found);
    return found;
  }

  private find(stackFile: string): string[] {
    const { metafile } = buildSync({
      absWorkingDir: this.project,
      entryPoints: [stackFile],
      bundle: true,
      write: false,
      metafile: true,
      platform: "node",
      packages: "external",
      outdir: "dist",
      logLevel: "silent",
    });
    const folders = Object.keys(metafile.inputs).flatMap((file) => /^src\/([^/]+)\//.exec(file)?.[1] ?? []);
    return [...new Set(folders)].sort();
  }
}
