/**
 * Parties as data: sources and relays of connections, holders of credentials, and protected resources. Only this file
 * converts a party to words for people (`any pod of acme`) and to the spelling of config and commands (`pods:acme`),
 * and parses that spelling. Words may change with any release; spellings may not, because exceptions contain them.
 */

/** Kinds with a name: AWS's own or, if there is none, a Terraform address; or an account or ARN. */
export type NamedKind =
  | "account"
  | "address"
  | "administrators"
  | "control plane"
  | "database"
  | "endpoint"
  | "function"
  | "identity"
  | "instance"
  | "load balancer"
  | "master password"
  | "members"
  | "node root"
  | "nodes"
  | "principals"
  | "proxy"
  | "resource gateway"
  | "role"
  | "secret"
  | "service";

export type PartyId =
  /** Pods of one workload; without a workload, any pod that may run in the namespace. */
  | { readonly kind: "pods"; readonly namespace: string; readonly workload?: string }
  | { readonly kind: "service account"; readonly namespace: string; readonly name: string }
  | { readonly kind: NamedKind; readonly name: string }
  /** One range of the internet, the `rest` that no range lists, or all of it. */
  | { readonly kind: "internet"; readonly range?: string }
  | { readonly kind: "other accounts" };

export type PartyKind = PartyId["kind"];

interface Form {
  readonly prefix: string;
  readonly kind: PartyKind;
  /** Fields of the party, separated by slashes in words and spelling. Only the last may contain slashes. */
  readonly fields: readonly string[];
  /** Words in reports, with `_` for the fields. */
  readonly words: string;
}

const named = (prefix: string, kind: NamedKind, words: string): Form => ({
  prefix,
  kind,
  fields: ["name"],
  words,
});

/** For a kind with two forms, the first form whose fields all have values is used. */
const forms: readonly Form[] = [
  { prefix: "workload", kind: "pods", fields: ["namespace", "workload"], words: "_" },
  { prefix: "pods", kind: "pods", fields: ["namespace"], words: "any pod of _" },
  named("function", "function", "function _"),
  named("instance", "instance", "instance _"),
  named("nodes", "nodes", "nodes and pods of _"),
  named("node", "node root", "root on a node of _"),
  named("members", "members", "members of _"),
  named("control-plane", "control plane", "control plane of _"),
  named("subnet", "address", "anything in _"),
  { prefix: "internet", kind: "internet", fields: ["range"], words: "internet _" },
  { prefix: "internet", kind: "internet", fields: [], words: "internet" },
  named("proxy", "proxy", "proxy _"),
  named("load-balancer", "load balancer", "load balancer _"),
  named("endpoint", "endpoint", "endpoint _"),
  named("resource-gateway", "resource gateway", "resource gateway _"),
  named("role", "role", "_"),
  named("identity", "identity", "_"),
  named("service", "service", "_"),
  {
    prefix: "service-account",
    kind: "service account",
    fields: ["namespace", "name"],
    words: "service account _",
  },
  named("account", "account", "account _"),
  named("principals", "principals", "principals with _"),
  named("administrators", "administrators", "administrators of _"),
  { prefix: "other-accounts", kind: "other accounts", fields: [], words: "other accounts" },
  named("database", "database", "_"),
  named("secret", "secret", "_"),
  named("master-password", "master password", "master password of _"),
];

/** Prefixes of sources in exceptions for connections. */
export const sourcePrefixes = [
  "pods",
  "workload",
  "function",
  "instance",
  "nodes",
  "control-plane",
  "subnet",
] as const;

/** Prefixes of principals in exceptions for reading secrets. */
export const principalPrefixes = ["role", "identity"] as const;

/** All addresses of the internet that no range lists. */
export const restOfInternet: PartyId = { kind: "internet", range: "rest" };

export const isRestOfInternet = (party: PartyId): boolean =>
  party.kind === "internet" && party.range === "rest";

const formOf = (party: PartyId): { form: Form; name: string } => {
  const fields = party as Readonly<Record<string, string | undefined>>;
  const form = forms.find(
    ({ kind, fields: asked }) => kind === party.kind && asked.every((field) => fields[field] !== undefined),
  ) as Form;
  return { form, name: form.fields.map((field) => fields[field]).join("/") };
};

/** Words for a party in reports, such as `any pod of acme`. */
export function partyText(party: PartyId): string {
  if (isRestOfInternet(party)) return "internet, all else";
  const { form, name } = formOf(party);
  return form.words.replace("_", () => name);
}

/** A party with its name in reports. */
export const called = (id: PartyId): { readonly id: PartyId; readonly name: string } => ({
  id,
  name: partyText(id),
});

/** Spelling of a party in config and commands, such as `pods:acme`, which is unique. */
export function partySpelling(party: PartyId): string {
  const { form, name } = formOf(party);
  return form.fields.length === 0 ? form.prefix : `${form.prefix}:${name}`;
}

/** Spelling of a database or secret in config: its name only. The master password of an instance has none. */
export const targetSpelling = (target: PartyId): string =>
  target.kind === "database" || target.kind === "secret" ? target.name : partySpelling(target);

/** The party with a spelling; undefined if there is none. */
export function parseParty(spelling: string): PartyId | undefined {
  const [prefix = "", ...rest] = spelling.split(":");
  const name = rest.join(":");
  const form = forms.find((one) => one.prefix === prefix && one.fields.length > 0 === rest.length > 0);
  if (!form) return undefined;
  const parts = name.split("/");
  const last = form.fields.length - 1;
  const values = form.fields.map((_, index) => (index < last ? parts[index] : parts.slice(last).join("/")));
  if (values.some((value) => value === undefined || value === "")) return undefined;
  return {
    kind: form.kind,
    ...Object.fromEntries(form.fields.map((field, index) => [field, values[index]])),
  } as PartyId;
}

/** Spellings of parties with these prefixes, for a message, such as `pods:NAMESPACE`. */
export const spellingsText = (prefixes: readonly string[]): string =>
  forms
    .filter(({ prefix, fields }) => prefixes.includes(prefix) && fields.length > 0)
    .map(({ prefix, fields }) => `${prefix}:${fields.map((field) => field.toUpperCase()).join("/")}`)
    .join(", ");
