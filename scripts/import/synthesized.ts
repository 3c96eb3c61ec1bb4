import {
  defaultTags,
  outputRead,
  type Resource,
  readStack,
  resourcesOf,
  type StackJson,
  type Tags,
  writtenStacks,
} from "../output-folder";

/** A resource with the default tags of its stack. */
export interface TaggedResource extends Resource {
  readonly defaultTags: Tags;
}

/** A reference in an expression: a resource and its attribute. */
export interface Reference {
  readonly resource: TaggedResource;
  /** Such as `arn` or `vpc_config[0].cluster_security_group_id`. */
  readonly attribute: string;
}

/** Synthesized stacks, with references across states. */
export class SynthesizedStacks {
  private readonly files: ReadonlyMap<string, string>;
  private readonly read = new Map<string, StackJson>();

  /** @throws Error if the folder contains no output */
  constructor(outdir: string) {
    this.files = new Map(writtenStacks(outdir).map(({ name, file }) => [name, file]));
  }

  /** Names of all stacks. */
  names(): string[] {
    return [...this.files.keys()];
  }

  resources(stack: string): TaggedResource[] {
    const json = this.json(stack);
    const tags = defaultTags(json, stack);
    return resourcesOf(stack, json).map((resource) => ({ ...resource, defaultTags: tags }));
  }

  /**
   * The target of an expression such as `${aws_vpc.vpc_A2121C38.id}`, or of an output of another stack; undefined for a
   * value.
   *
   * @throws Error for a larger expression
   */
  referred(stack: string, text: string): Reference | undefined {
    const read = outputRead(text);
    if (read) {
      const producer = `${this.environmentOf(stack)}-${read.stack}`;
      return this.referred(producer, String(this.json(producer).output?.[read.output]?.value));
    }
    const local = /^\$\{(\w+\.[\w-]+)\.(.+)\}$/.exec(text);
    if (!local) {
      if (text.includes("${"))
        throw new Error(`${stack} has an expression that this command cannot evaluate: ${text}`);
      return undefined;
    }
    const resource = this.resources(stack).find(({ address }) => address === local[1]);
    if (!resource) throw new Error(`${stack} has no ${local[1]}, which ${text} refers to.`);
    return { resource, attribute: String(local[2]) };
  }

  private environmentOf(stack: string): string {
    return String(defaultTags(this.json(stack), stack).Environment);
  }

  private json(stack: string): StackJson {
    const known = this.read.get(stack);
    if (known) return known;
    const file = this.files.get(stack);
    if (file === undefined) throw new Error(`There is no stack ${stack}.`);
    const json = readStack(file);
    this.read.set(stack, json);
    return json;
  }
}
