import { defaultTags, readStack, type Values, writtenStacks } from "../output-folder";

export type Item = Values;

/** Resources of one environment's stacks, by type. */
export class Resources {
  private readonly byType = new Map<string, Item[]>();

  add(type: string, items: readonly Item[]): void {
    this.byType.set(type, [...this.all(type), ...items]);
  }

  all(type: string): readonly Item[] {
    return this.byType.get(type) ?? [];
  }

  count(type: string): number {
    return this.all(type).length;
  }

  /** Number of zones with subnets. */
  get zones(): number {
    return new Set(this.all("aws_subnet").map(({ availability_zone }) => availability_zone)).size;
  }
}

/** Resources of each environment in an output folder. */
export function resourcesIn(outdir: string): Map<string, Resources> {
  const found = new Map<string, Resources>();
  for (const { name, file } of writtenStacks(outdir)) {
    const json = readStack(file);
    const { Environment: environment = "" } = defaultTags(json, name);
    const resources = found.get(environment) ?? new Resources();
    found.set(environment, resources);
    for (const [type, items] of Object.entries(json.resource ?? {}))
      resources.add(type, Object.values(items));
  }
  return found;
}

/** The resource to which an attribute refers. */
export const referredTo = (reference: unknown, among: readonly Item[]): Item | undefined =>
  among.find((item) => String(reference).includes(`.${uniqueId(item)}.`));

const uniqueId = (item: Item): string => (item["//"] as { metadata: { uniqueId: string } }).metadata.uniqueId;
