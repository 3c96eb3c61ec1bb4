import { type Configuration, certain, possible, type Value } from "../terraform";

/** Security groups of an interface, by key: certain and possible ones. */
export interface HeldGroups {
  readonly certain: readonly string[];
  readonly possible: readonly string[];
  /** Why it may hold further, undeclared groups. @default - it does not */
  readonly unknown?: string;
  /** Equal for equal groups. */
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

/** The groups in a list. */
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

/** An interface without groups has the default one of its VPC. */
export const orDefault = (groups: HeldGroups, vpc: { readonly address: string }): HeldGroups =>
  isEmpty(groups) ? exactGroups(`${vpc.address}.default_security_group_id`) : groups;
