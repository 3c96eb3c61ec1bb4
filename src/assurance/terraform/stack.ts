import path from "node:path";
import { groupedBy } from "../grouping";
import { descend, evaluateJson } from "./evaluate";
import { type Json, NotShown, objectIn, objectsIn } from "./json";
import { LazyValues } from "./lazy-values";
import { type Mentions, Resource, referredTo } from "./resource";
import { isEqual, sharing } from "./sharing";
import { type Path, unknown, type Value } from "./value";
import { type Declaration, type Unread, type Written, writtenIn } from "./written";

/** One synthesized stack: its parsed cdk.tf.json, and Terraform's working directory. */
export interface StackSource {
  readonly name: string;
  /** Terraform's working directory relative to the output folder: `stacks/<name>`. */
  readonly workingDirectory: string;
  readonly json: unknown;
  /** The file with the JSON. @default - none */
  readonly file?: SourceFile;
  /** Digests of referenced archives, SHA-256 in base64, by their path from that folder. @default - none was read */
  readonly archives?: Readonly<Record<string, string>>;
  /** Other files in that folder that Terraform would read. @default - none */
  readonly beside?: readonly string[];
}

export interface SourceFile {
  readonly name: string;
  readonly sha256: string;
}

/** Finds the stack whose state is at a place. */
export type FindByState = (state: string) => Stack | undefined;

/** One stack, with one Terraform state. */
export class Stack {
  readonly name: string;
  /** Its input, which shares equal parts with the earlier stack's. */
  readonly source: StackSource;
  private readonly json: Json;
  private readonly written: Written;
  private found: Map<string, Resource> = new Map();
  /** Addresses of resources that are being or were compared with earlier ones. */
  private readonly compared = new Set<string>();
  private readonly outputs: LazyValues;
  private readonly producers = new Map<string, Stack | undefined>();
  private readonly locals: LazyValues;
  private all: readonly Resource[] | undefined;
  private typed: ReadonlyMap<string, readonly Resource[]> | undefined;
  private unchanged: boolean | undefined;
  private providersRead: ReadonlyMap<string, readonly Value[]> | undefined;

  /** @param earlier the same stack in an earlier configuration, whose equal resources are reused */
  constructor(
    source: StackSource,
    private readonly findByState: FindByState,
    private earlier: Stack | undefined,
  ) {
    this.source = sharing(earlier?.source, source);
    this.name = source.name;
    this.json = objectIn(this.source.json);
    this.written = earlier?.source === this.source ? earlier.written : writtenIn(this.source);
    this.outputs = new LazyValues((name) =>
      this.evaluate(objectIn(objectIn(this.json.output)[name]).value ?? null),
    );
    this.locals = new LazyValues((name) =>
      this.evaluate(
        objectIn(this.json.locals)[name] ?? new NotShown(`local.${name}, which ${source.name} does not show`),
      ),
    );
  }

  /** Blocks that could contain resources or values and are not read. */
  get unread(): readonly Unread[] {
    return this.written.unread;
  }

  get resources(): readonly Resource[] {
    this.all ??= this.settled();
    // The earlier stack is no longer needed, and can be garbage-collected with those before it.
    this.earlier = undefined;
    return this.all;
  }

  /** Its resources without data sources, by type. */
  get byType(): ReadonlyMap<string, readonly Resource[]> {
    const { resources } = this;
    this.typed ??= groupedBy(
      resources.filter(({ mode }) => mode !== "data"),
      ({ type }) => type,
    );
    return this.typed;
  }

  private settled(): readonly Resource[] {
    const { earlier, isUnchanged } = this;
    if (!earlier || !isUnchanged)
      return [...this.written.declarations.keys()].map((address) => this.find(address) as Resource);
    const { resources } = earlier;
    this.found = earlier.found;
    this.typed = earlier.byType;
    this.providersRead = earlier.allProviders;
    return resources;
  }

  find(address: string): Resource | undefined {
    const known = this.found.get(address);
    if (known) return known;
    const declaration = this.written.declarations.get(address);
    if (!declaration) return undefined;
    const found = this.declare(address, declaration);
    this.found.set(address, found);
    return found;
  }

  /** The resource of the earlier configuration if it is equal. A resource that refers to itself is always new. */
  private declare(address: string, { mode, type, name, json }: Declaration): Resource {
    const earlier = this.compared.has(address) ? undefined : this.earlier?.find(address);
    if (earlier) this.compared.add(address);
    const isSame = this.isUnchanged || earlier?.isStill(json, (mentions) => this.haveWorth(mentions));
    if (earlier && isSame && !this.found.has(address)) return earlier;
    return (
      this.found.get(address) ??
      new Resource(this.name, mode, type, name, json, (steps) => this.lookUp(steps))
    );
  }

  /**
   * Whether all references of a resource have their earlier values, usually because the referenced resource is reused.
   */
  private haveWorth({ address, readings }: Mentions): boolean {
    const resource = this.find(address);
    const isSame = resource !== undefined && resource === this.earlier?.find(address);
    return (
      (isSame && (!isRemoteState(resource) || this.showsTheSame(resource.name))) ||
      readings.every(({ path, value }) => isEqual(value, this.lookUp(path)))
    );
  }

  /** Whether the stack is equal to the earlier one, including all that it reads from other stacks. */
  get isUnchanged(): boolean {
    this.unchanged ??= this.isLikeEarlier();
    return this.unchanged;
  }

  private isLikeEarlier(): boolean {
    const { earlier } = this;
    if (earlier?.source !== this.source) return false;
    // During the comparison, stacks that read each other's states are compared resource by resource.
    this.unchanged = false;
    return Object.keys(this.remoteStates).every((state) => this.showsTheSame(state));
  }

  /** Whether a state that it reads has its earlier values. */
  private showsTheSame(state: string): boolean {
    return haveSameOutputs(this.earlier?.producer(state), this.producer(state));
  }

  /** Place of its state, by which other stacks name it. */
  get state(): string | undefined {
    const [backend] = Object.entries(objectIn(objectIn(this.json.terraform).backend));
    return backend && this.placeOf(backend[0], objectIn(backend[1]));
  }

  get outputNames(): readonly string[] {
    return Object.keys(objectIn(this.json.output));
  }

  output(name: string): Value {
    if (!Object.hasOwn(objectIn(this.json.output), name))
      return unknown(`${this.name} has no output "${name}"`);
    return this.outputs.get(name);
  }

  /** Configurations of a provider, evaluated. */
  providers(name: string): readonly Value[] {
    return this.allProviders.get(name) ?? [];
  }

  /** Stacks whose outputs it reads. */
  get reads(): Stack[] {
    return this.resources.filter(isRemoteState).flatMap(({ name }) => this.producer(name) ?? []);
  }

  /** Configurations of all providers, by provider name. */
  get allProviders(): ReadonlyMap<string, readonly Value[]> {
    this.providersRead ??= new Map(
      Object.entries(objectIn(this.json.provider)).map(([name, blocks]) => [
        name,
        objectsIn(blocks).map((block) => this.evaluate(block)),
      ]),
    );
    return this.providersRead;
  }

  private evaluate(json: unknown): Value {
    return evaluateJson(json, (steps) => this.lookUp(steps));
  }

  private lookUp(steps: Path): Value {
    const [root, second, , ...rest] = steps.map(String);
    if (root === "terraform" && second === "workspace") return { kind: "call", name: "workspace", args: [] };
    if (root === "local" && second !== undefined) return descend(this.locals.get(second), steps.slice(2));
    if (["var", "module", "each", "count", "self", "path", "provider"].includes(root ?? ""))
      return unknown(`${steps.join(".")} in ${this.name}`);
    const data = root === "data";
    const resource = this.find(referredTo(this.name, steps));
    if (!resource) return unknown(`${steps.join(".")}, which ${this.name} does not declare`);
    const attribute = steps.slice(data ? 3 : 2);
    return isRemoteState(resource) && rest[0] === "outputs"
      ? this.remoteOutput(resource, attribute.slice(1))
      : resource.attribute(attribute);
  }

  private remoteOutput(state: Resource, [output, ...rest]: Path): Value {
    const producer = this.producer(state.name);
    if (!producer) return unknown(`${state.address} reads a state that no stack here keeps`);
    return descend(producer.output(String(output)), rest);
  }

  private get remoteStates(): Json {
    return objectIn(objectIn(this.json.data).terraform_remote_state);
  }

  /** The stack whose outputs a remote state contains. */
  private producer(state: string): Stack | undefined {
    if (!this.producers.has(state)) this.producers.set(state, this.findProducer(state));
    return this.producers.get(state);
  }

  private findProducer(state: string): Stack | undefined {
    const { backend, config } = objectIn(this.remoteStates[state]);
    const place = this.placeOf(String(backend), objectIn(config));
    return place === undefined ? undefined : this.findByState(place);
  }

  /** Place of a state, equal for the writing and the reading stacks. */
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

function haveSameOutputs(before: Stack | undefined, now: Stack | undefined): boolean {
  if (!before || !now) return before === now;
  if (before.name === now.name && now.isUnchanged) return true;
  return (
    isEqual(before.outputNames, now.outputNames) &&
    now.outputNames.every((name) => isEqual(before.output(name), now.output(name)))
  );
}

const isRemoteState = ({ mode, type }: Resource): boolean =>
  mode === "data" && type === "terraform_remote_state";
