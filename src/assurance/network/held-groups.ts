import { type Configuration, certain, possible, type Value } from "../terraform";

/** Security groups that an interface carries, by their keys: those for certain, and those that it may carry. */
export interface HeldGroups {
  readonly certain: readonly string[];
  readonly possible: readonly string[];
  /** Why it may carry others than these, of which nothing is declared here. @default - it carries no others */
  readonly unknown?: string;
  /** The same for two that are the same. */
  readonly key: string;
}

const held = (certain: readonly string[], possible: readonly string[], unknown?: string): HeldGroups => ({
  certain,
  possible,
  ...(unknown !== undefined && { unknown }),
  key: `${certain.join()} ${possible === certain ? "" : possible.join()} ${unknown ?? ""}`,
});

export const exactGroups = (...keys: readonly string[]): HeldGroups => held(keys, keys);

export const noGroups = exactGroups();

/** The groups that a list names. */
export function groupsNamed(configuration: Configuration, values: Value): HeldGroups {
  const named = configuration.namedIn("aws_security_group", values);
  const sure = [...new Set(named.flatMap((one) => certain(one)?.key ?? []))];
  const [unsure] = named.flatMap((one) => (one.answer === "exactly" ? [] : [one.reason]));
  if (unsure === undefined) return exactGroups(...sure);
  return held(sure, [...new Set(named.flatMap((one) => possible(one).map(({ key }) => key)))], unsure);
}

export const together = (...all: readonly HeldGroups[]): HeldGroups => {
  const keys = (of: (one: HeldGroups) => readonly string[]): string[] => [...new Set(all.flatMap(of))];
  const unknown = all.find((one) => one.unknown !== undefined)?.unknown;
  if (unknown === undefined) return exactGroups(...keys((one) => one.certain));
  return held(
    keys((one) => one.certain),
    keys((one) => one.possible),
    unknown,
  );
};

export const isEmpty = ({ possible, unknown }: HeldGroups): boolean =>
  possible.length === 0 && unknown === undefined;

/** AWS gives an interface without groups the default one of its VPC. */
export const orDefault = (groups: HeldGroups, vpc: { readonly address: string }): HeldGroups =>
  isEmpty(groups) ? exactGroups(`${vpc.address}.default_security_group_id`) : groups;
