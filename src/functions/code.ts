import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { archive } from "./archive";
import { bundle, type Files } from "./bundle";
import { projectFolder } from "./project-folder";

export interface CodeProps {
  /** Folder in lambda-src. */
  readonly source: string;
  /** Additional text files in the zip, by name. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** Folder that contains lambda-src. @default - the project's */
  readonly project?: string;
}

/** The code of a function: a zip that is an asset of the stack. */
export class Code extends Construct {
  /** Path of the zip relative to the stack's folder. It changes with the content. */
  readonly path: string;
  /** SHA-256 of the zip in base64, as Lambda reports it. */
  readonly hash: string;

  constructor(scope: Construct, id: string, props: CodeProps) {
    super(scope, id);
    const { file, sha256 } = zipFile(props);
    const asset = new TerraformAsset(this, "Resource", {
      path: file,
      type: AssetType.FILE,
      assetHash: sha256.toString("hex").slice(0, 32),
    });
    this.path = asset.path;
    this.hash = sha256.toString("base64");
  }
}

interface ZipFile {
  readonly file: string;
  readonly sha256: Buffer;
}

/** Files in the zip of a function. */
export function contentsOf({ source, files = {}, project = projectFolder() }: CodeProps): Files {
  const texts = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)] as const);
  return { ...bundle(source, project), ...Object.fromEntries(texts) };
}

/** Zips of this process, since several environments deploy the same function. */
const zips = new Map<string, ZipFile>();

function zipFile(props: CodeProps): ZipFile {
  const { source, project = projectFolder() } = props;
  const key = JSON.stringify([project, source, props.files]);
  const known = zips.get(key);
  if (known) return known;
  const zip = archive(contentsOf(props));
  const sha256 = createHash("sha256").update(zip).digest();
  const made = {
    file: write(zip, path.join(project, "dist", "functions", sha256.toString("hex")), source),
    sha256,
  };
  zips.set(key, made);
  return made;
}

/**
 * Writes the zip to the build output, in a folder named by its digest. Concurrent programs never read a partial file or
 * a file of another version.
 */
function write(zip: Uint8Array, folder: string, source: string): string {
  const file = path.join(folder, `${source}.zip`);
  const draft = `${file}.${process.pid}`;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(draft, zip);
  fs.renameSync(draft, file);
  return file;
}
