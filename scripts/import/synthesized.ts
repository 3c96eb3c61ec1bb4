import {
  type Arguments,
  defaultTags,
  readStack,
  type StackJson,
  type Tags,
  writtenStacks,
} from "../output-folder";

/** A resource as it was synthesized. */
export interface Resource {
  readonly stack: string;
  /** Tags that the provider gives to everything of its stack. */
  readonly defaultTags: Tags;
  readonly type: string;
  readonly address: string;
  readonly arguments: Arguments;
}

/** What an expression refers to: a resource and what is asked of it. */
export interface Reference {
  readonly resource: Resource;
  /** Such as `arn` or `vpc_config[0].cluster_security_group_id`. */
  readonly attribute: string;
}

/** Synthesized stacks, and what their expressions refer to, across states. */
export class SynthesizedStacks {
  private readonly files: ReadonlyMap<string, string>;
  private readonly read = new Map<string, StackJson>();

  /** @throws Error where nothing was synthesized into the folder */
  constructor(outdir: string) {
    this.files = new Map(writtenStacks(outdir).map(({ name, file }) => [name, file]));
  }

  /** Names of all stacks. */
  names(): string[] {
    return [...this.files.keys()];
  }

  resources(stack: string): Resource[] {
    const json = this.json(stack);
    const tags = defaultTags(json, stack);
    return Object.entries(json.resource ?? {}).flatMap(([type, made]) =>
      Object.entries(made).map(([name, args]) => ({
        stack,
        defaultTags: tags,
        type,
        address: `${type}.${name}`,
        arguments: args,
      })),
    );
  }

  /**
   * What an expression stands for, such as `${aws_vpc.vpc_A2121C38.id}` or an output of another stack; undefined where it is
   * a value.
   *
   * @throws Error where it is a larger expression
   */
  referred(stack: string, text: string): Reference | undefined {
    const output = /^\$\{data\.terraform_remote_state\.(.+)-state\.outputs\.(\w+)\}$/.exec(text);
    if (output) {
      const producer = `${this.environmentOf(stack)}-${output[1]}`;
      return this.referred(producer, String(this.json(producer).output?.[String(output[2])]?.value));
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
