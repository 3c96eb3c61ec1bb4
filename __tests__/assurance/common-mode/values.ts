import type { Environment } from "../../../src/config/model";

/** A value of a resolved environment that is another one than its files say. */
export interface WrongValue {
  /** Where it is, such as `cluster.admins` or `acme: isolation`. */
  readonly of: string;
  readonly kind: "another" | "empty";
  readonly environment: Environment;
}

type Path = readonly (string | number)[];

/** Values that config allows in place of others. */
const alternatives: Readonly<Record<string, string>> = {
  "same-vpc": "peering",
  peering: "same-vpc",
  "private-link": "peering",
  none: "rds-proxy",
  "rds-proxy": "none",
  schema: "database",
  database: "schema",
  instance: "database",
  password: "iam",
  iam: "password",
  "one-per-zone": "single",
  "on-demand": "spot",
  "eu-west-1": "eu-central-1",
  "111122223333": "444455556666",
};

/** Environments once per setting that can be another one, or an empty list. Config's own checks do not see these. */
export function wrongValues(environments: readonly Environment[]): WrongValue[] {
  const all = environments.flatMap((environment) =>
    settings(environment).flatMap(({ of, path }) => [
      { of, kind: "another" as const, environment: changed(environment, path, another) as Environment },
      ...(Array.isArray(at(environment, path))
        ? [{ of, kind: "empty" as const, environment: changed(environment, path, () => []) as Environment }]
        : []),
    ]),
  );
  // Each setting once: what decides who comes by which database, for each organization.
  const first = new Map<string, WrongValue>();
  for (const one of all) {
    const key = `${one.kind} ${/isolation|authentication/.test(one.of) ? one.of : one.of.replace(/^.*: /, "")}`;
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()];
}

function settings(environment: Environment): { readonly of: string; readonly path: Path }[] {
  const { declared, name, organizations, ...own } = environment;
  return [
    ...places(own).map((path) => ({ path, of: path.join(".") })),
    ...organizations.flatMap((organization, index) => {
      const { name: owner, ...rest } = organization;
      return places(rest).map((path) => ({
        path: ["organizations", index, ...path],
        of: `${owner}: ${path.join(".")}`,
      }));
    }),
  ];
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce((inner, step) => (inner as Record<string, unknown>)[step], value);

/** Where the values are that hold no others but texts: lists of texts count as one. */
function places(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value) && value.some((item) => typeof item === "object"))
    return value.flatMap((item, index) => places(item, [...path, index]));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]));
}

function changed(value: unknown, [first, ...rest]: Path, change: (value: unknown) => unknown): unknown {
  if (first === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((item, index) => (index === first ? changed(item, rest, change) : item));
  return { ...(value as object), [first]: changed((value as Record<string, unknown>)[first], rest, change) };
}

function another(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? ["198.51.100.128/25"] : value.map(another);
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value !== "string") return value;
  if (/^[\d.]+\/\d+$/.test(value)) return value.replace(/^\d+\.\d+/, "172.20");
  return alternatives[value] ?? (value.startsWith("arn:") ? `${value}-eve` : `${value}-x`);
}
