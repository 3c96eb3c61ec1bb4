import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Environment } from "../config/model";
import { readJsonFile } from "../foundation/json-file";

/** What to do about incomplete files of an output folder: synthesis of all environments replaces them. */
export const synthesizeAgain = "run npm start, for all environments";

/** File in the output folder with a digest per environment of the config from which its stacks were synthesized. */
const file = "config.json";

type Digests = Readonly<Record<string, string>>;

/** Writes the digests of synthesized environments, and keeps those of other environments that config still contains. */
export function writeConfigDigests(
  outdir: string,
  written: readonly Environment[],
  all: readonly Environment[],
): void {
  const before = written.length === all.length ? {} : readDigests(outdir);
  const made = new Map(written.map((environment) => [environment.name, digestOf(environment)]));
  const digests = all.flatMap(({ name }) => {
    const digest = made.get(name) ?? before[name];
    return digest === undefined ? [] : [[name, digest]];
  });
  fs.writeFileSync(path.join(outdir, file), `${JSON.stringify(Object.fromEntries(digests), null, 2)}\n`);
}

/**
 * Refuses to judge stacks with another config than they were synthesized from: each difference would be reported as a
 * problem without being a mistake. A folder without digests is judged as it is.
 *
 * @throws Error that names the environments
 */
export function refuseOtherConfig(
  outdir: string,
  environments: readonly Environment[],
  advice: string,
): void {
  const digests = readDigests(outdir);
  const others = environments.filter(
    (environment) => (digests[environment.name] ?? digestOf(environment)) !== digestOf(environment),
  );
  if (others.length === 0) return;
  const names = others.map(({ name }) => name).join(" and ");
  throw new Error(`${outdir} was made from another config of ${names} than config/ has now: ${advice}.`);
}

const readDigests = (outdir: string): Digests => {
  const digests = path.join(outdir, file);
  return fs.existsSync(digests) ? readJsonFile(digests, synthesizeAgain) : {};
};

const digestOf = ({ declared }: Environment): string =>
  createHash("sha256").update(JSON.stringify(declared)).digest("hex");
