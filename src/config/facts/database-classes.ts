/**
 * RDS instance classes that run PostgreSQL 16 to 18, by family: the memory of its `large` size, and its sizes. Memory
 * doubles per size from micro to 2xlarge; above, it is proportional to the number in the size.
 *
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html
 * and https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
 */
const families: Record<string, { readonly largeGiB: number; readonly sizes: string }> = {
  "t3 t4g": { largeGiB: 8, sizes: "micro small medium large xlarge 2xlarge" },
  "m6g m6gd m7g": { largeGiB: 8, sizes: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge" },
  "m5 m5d": { largeGiB: 8, sizes: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge" },
  "m6i m6id m6idn m6in": {
    largeGiB: 8,
    sizes: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge",
  },
  "m7i m8g m8gd": {
    largeGiB: 8,
    sizes: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge",
  },
  m8i: {
    largeGiB: 8,
    sizes: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge",
  },
  "r6g r6gd r7g": { largeGiB: 16, sizes: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge" },
  "r5 r5b r5d": { largeGiB: 16, sizes: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge" },
  "r6i r6id r6idn r6in": {
    largeGiB: 16,
    sizes: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge",
  },
  "r7i r8g r8gd": {
    largeGiB: 16,
    sizes: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge",
  },
  r8i: {
    largeGiB: 16,
    sizes: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge",
  },
  x2g: { largeGiB: 32, sizes: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge" },
  x2idn: { largeGiB: 32, sizes: "16xlarge 24xlarge 32xlarge" },
  x2iedn: { largeGiB: 64, sizes: "xlarge 2xlarge 4xlarge 8xlarge 16xlarge 24xlarge 32xlarge" },
};

/** Memory of a size as a multiple of `large`. */
function multiple(size: string): number {
  const small = { micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1, xlarge: 2 }[size];
  return small ?? 2 * Number.parseInt(size, 10);
}

const memoryGiB = new Map(
  Object.entries(families).flatMap(([names, { largeGiB, sizes }]) =>
    names
      .split(" ")
      .flatMap((family) =>
        sizes.split(" ").map((size): [string, number] => [`db.${family}.${size}`, largeGiB * multiple(size)]),
      ),
  ),
);

/**
 * CPU credits that a burstable instance earns per hour, by size; equal for t3 and t4g.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
 */
const hourlyCredits: Readonly<Record<string, number>> = {
  micro: 12,
  small: 24,
  medium: 24,
  large: 36,
  xlarge: 96,
  "2xlarge": 192,
};

/** Every instance class of the table. */
export const knownDatabaseClasses: readonly string[] = [...memoryGiB.keys()];

/** An instance class, with its memory if the table does not list the class. */
export interface SizedClass {
  readonly instanceClass: string;
  readonly instanceMemoryGiB?: number | undefined;
}

/** Whether the memory of a class is known. */
export const isSized = ({ instanceClass, instanceMemoryGiB }: SizedClass): boolean =>
  memoryGiB.has(instanceClass) || instanceMemoryGiB !== undefined;

/**
 * Nominal memory of an instance class in GiB.
 *
 * @throws Error if the memory is not known: `isSized` is false
 */
export function databaseMemoryGiB({ instanceClass, instanceMemoryGiB }: SizedClass): number {
  const nominal = memoryGiB.get(instanceClass) ?? instanceMemoryGiB;
  if (nominal === undefined) throw new Error(`${instanceClass} is not in the table of database classes`);
  return nominal;
}

/** CPU credits that an instance of a class earns per hour; undefined for classes that are not burstable. */
export function creditsPerHour(instanceClass: string): number | undefined {
  const [, size] = /^db\.t\w+\.(\w+)$/.exec(instanceClass) ?? [];
  return size === undefined ? undefined : hourlyCredits[size];
}

/**
 * Default maximum of connections of an instance class: LEAST(DBInstanceClassMemory / 9531392, 5000). AWS reserves a
 * part of the memory and does not publish how much; the part subtracted here keeps the result below measurements on
 * real instances.
 *
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
 * and https://gist.github.com/guizmaii/1cacffef793c2ba9645083c3e18b3d8c (measurements)
 */
export function maxConnections(sized: SizedClass): number {
  const nominal = databaseMemoryGiB(sized);
  const usable = nominal - 0.25 - 0.025 * nominal;
  return Math.min(5000, Math.floor((usable * 2 ** 30) / 9531392));
}
