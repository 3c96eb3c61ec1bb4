import path from "node:path";
import { knownBlocks } from "../known/terraform";
import { descend, evaluateJson } from "./evaluate";
import { type Json, NotShown, objectIn, objectsIn } from "./json";
import { LazyValues } from "./lazy-values";
import { Resource } from "./resource";
import { type Path, unknown, type Value } from "./value";

/** One synthesized stack: the parsed cdk.tf.json and where Terraform runs it. */
export interface StackSource {
  readonly name: string;
  /** Folder in which Terraform runs, relative to the output folder: `stacks/<name>`. */
  readonly workingDirectory: string;
  readonly json: unknown;
  /** The file that says all this. @default - none does */
  readonly file?: SourceFile;
  /** Digests of the archives that it names, SHA-256 in base64, by their path from that folder. @default - none was read */
  readonly archives?: Readonly<Record<string, string>>;
  /** Other files of that folder in which Terraform would find configuration. @default - there are none */
  readonly beside?: readonly string[];
}

export interface SourceFile {
  readonly name: string;
  readonly sha256: string;
}

/** Finds the stack whose state is kept at a place. */
export type FindByState = (state: string) => Stack | undefined;

/** What a stack has that could hold resources or values, and is not read. */
export interface Unread {
  readonly stack: string;
  readonly reason: string;
}

/** One stack, which is one Terraform state. */
export class Stack {
  readonly name: string;
  readonly resources: readonly Resource[];
  /** Blocks that could hold resources or values which this reader does not follow. */
  readonly unread: readonly Unread[];
  private readonly json: Json;
  private readonly byAddress: ReadonlyMap<string, Resource>;
  private readonly outputs: LazyValues;
  private readonly locals: LazyValues;

  constructor(
    private readonly source: StackSource,
    private readonly findByState: FindByState,
  ) {
    this.name = source.name;
    this.json = objectIn(source.json);
    this.resources = [...this.declared("resource"), ...this.declared("data")];
    this.byAddress = new Map(this.resources.map((resource) => [resource.address, resource]));
    this.outputs = new LazyValues((name) =>
      this.evaluate(objectIn(objectIn(this.json.output)[name]).value ?? null),
    );
    this.locals = new LazyValues((name) =>
      this.evaluate(
        objectIn(this.json.locals)[name] ?? new NotShown(`local.${name}, which ${source.name} does not show`),
      ),
    );
    this.unread = [
      ...Object.keys(this.json)
        .filter((block) => !knownBlocks.has(block))
        .map((block) => `a block "${block}"`),
      ...["resource", "data"].flatMap((block) => listsIn(this.json[block], [block])),
      ...(source.beside ?? []).map(
        (file) => `${file} stands beside what was synthesized: Terraform reads it, too`,
      ),
    ].map((reason) => ({ stack: this.name, reason }));
  }

  /** Where its state is, as other stacks name it. */
  get state(): string | undefined {
    const [backend] = Object.entries(objectIn(objectIn(this.json.terraform).backend));
    return backend && this.placeOf(backend[0], objectIn(backend[1]));
  }

  output(name: string): Value {
    if (!Object.hasOwn(objectIn(this.json.output), name))
      return unknown(`${this.name} has no output "${name}"`);
    return this.outputs.get(name);
  }

  /** Configurations of a provider, evaluated. */
  providers(name: string): Value[] {
    return objectsIn(objectIn(this.json.provider)[name]).map((block) => this.evaluate(block));
  }

  /** Stacks whose outputs it reads. */
  get reads(): Stack[] {
    return this.resources.filter(isRemoteState).flatMap((state) => this.producer(state) ?? []);
  }

  find(address: string): Resource | undefined {
    return this.byAddress.get(address);
  }

  private declared(mode: "resource" | "data"): Resource[] {
    return Object.entries(objectIn(this.json[mode])).flatMap(([type, named]) =>
      Object.entries(objectIn(named)).map(
        ([name, json]) =>
          new Resource(this.name, mode, type, name, objectIn(json), (steps) => this.lookUp(steps)),
      ),
    );
  }

  private evaluate(json: unknown): Value {
    return evaluateJson(json, (steps) => this.lookUp(steps));
  }

  private lookUp(steps: Path): Value {
    const [root, second, third, ...rest] = steps.map(String);
    if (root === "terraform" && second === "workspace") return { kind: "call", name: "workspace", args: [] };
    if (root === "local" && second !== undefined) return descend(this.locals.get(second), steps.slice(2));
    if (["var", "module", "each", "count", "self", "path", "provider"].includes(root ?? ""))
      return unknown(`${steps.join(".")} in ${this.name}`);
    const data = root === "data";
    const address = data ? `${this.name}/data.${second}.${third}` : `${this.name}/${root}.${second}`;
    const resource = this.byAddress.get(address);
    if (!resource) return unknown(`${steps.join(".")}, which ${this.name} does not declare`);
    const attribute = steps.slice(data ? 3 : 2);
    return isRemoteState(resource) && rest[0] === "outputs"
      ? this.remoteOutput(resource, attribute.slice(1))
      : resource.attribute(attribute);
  }

  private remoteOutput(state: Resource, [output, ...rest]: Path): Value {
    const producer = this.producer(state);
    if (!producer) return unknown(`${state.address} reads a state that no stack here keeps`);
    return descend(producer.output(String(output)), rest);
  }

  private producer(state: Resource): Stack | undefined {
    const { backend, config } = objectIn(
      objectIn(objectIn(this.json.data).terraform_remote_state)[state.name],
    );
    const place = this.placeOf(String(backend), objectIn(config));
    return place === undefined ? undefined : this.findByState(place);
  }

  /** A state's place, the same for the stack that writes it and for those that read it. */
  private placeOf(backend: string, config: Json): string | undefined {
    switch (backend) {
      case "local":
        return `local:${path.posix.join(this.source.workingDirectory, String(config.path))}`;
      case "s3":
        return `s3:${config.bucket}/${config.key}`;
      default:
        return undefined;
    }
  }
}

/** Terraform takes lists for blocks with labels, too, at every label: what stands in them is not read here. */
function listsIn(json: unknown, path: readonly string[]): string[] {
  if (Array.isArray(json)) return [`${path.join(" ")} is a list of blocks`];
  const isBody = path.length === 3;
  return isBody
    ? []
    : Object.entries(objectIn(json)).flatMap(([name, value]) => listsIn(value, [...path, name]));
}

const isRemoteState = ({ mode, type }: Resource): boolean =>
  mode === "data" && type === "terraform_remote_state";
