import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { App } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../../src/config/model";
import { statementsOf } from "./policies";

type Attributes = Record<string, unknown>;
type ByType = Record<string, Record<string, Attributes>>;

/** One synthesized stack: the parsed cdk.tf.json, and what tests ask of it. Keys are snake_case, as in the file. */
export class Synthesized {
  constructor(
    readonly name: string,
    readonly text: string,
    // biome-ignore lint/suspicious/noExplicitAny: the shape of Terraform JSON is what the tests are about
    readonly json: any = JSON.parse(text),
  ) {}

  /** All resources of a type with their attributes, by Terraform name. Fails when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  resources(type: string): Record<string, any> {
    const found = (this.json.resource as ByType | undefined)?.[type];
    if (!found)
      throw new Error(
        `${this.name} has no ${type}; it has ${Object.keys(this.json.resource ?? {}).join(", ")}`,
      );
    return found;
  }

  /** The one resource of a type, or the one whose Terraform name starts with `prefix`. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  resource(type: string, prefix = ""): any {
    const names = Object.keys(this.resources(type)).filter((name) => name.startsWith(prefix));
    if (names.length !== 1)
      throw new Error(`${this.name}: expected one ${type} ${prefix}, found ${names.join(", ") || "none"}`);
    return this.resources(type)[names[0] as string];
  }

  /** How many resources of a type there are. */
  count(type: string): number {
    return Object.keys((this.json.resource as ByType | undefined)?.[type] ?? {}).length;
  }

  /** Statements of a policy, in the words of `aws_iam_policy_document`. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  statements(policy: string): any[] {
    return statementsOf(policy);
  }
}

/** The stacks in an output folder, by name. */
export function stacksIn(outdir: string): Map<string, Synthesized> {
  const stacks = path.join(outdir, "stacks");
  return new Map(
    fs.readdirSync(stacks).map((name) => {
      const text = fs.readFileSync(path.join(stacks, name, "cdk.tf.json"), "utf8");
      return [name, new Synthesized(name, text)];
    }),
  );
}

/** Synthesizes what `build` adds to an app, as `npm start` does. */
export function synthesizeInto(outdir: string, build: (app: App) => void): void {
  // Loaded here, because it takes a second, and most suites read only what another has synthesized.
  const cdktf = require("cdktf") as typeof import("cdktf");
  const app = new cdktf.App({ outdir });
  build(app);
  app.synth();
}

/** Synthesizes what `build` adds to an app, and returns the stacks by name. */
export function synthesize(build: (app: App) => void): Map<string, Synthesized> {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "synth-"));
  try {
    synthesizeInto(outdir, build);
    return stacksIn(outdir);
  } finally {
    fs.rmSync(outdir, { recursive: true });
  }
}

/** Synthesizes one construct in a stack of its own. */
export function synthesizeConstruct(
  environment: Environment,
  build: (scope: Construct) => void,
): Synthesized {
  const { EnvironmentStack } =
    require("../../src/stacks/environment-stack") as typeof import("../../src/stacks/environment-stack");
  class Scope extends EnvironmentStack {}
  const stacks = synthesize((app) => build(new Scope(app, environment, "scope")));
  return stacks.get(`${environment.name}-scope`) as Synthesized;
}
