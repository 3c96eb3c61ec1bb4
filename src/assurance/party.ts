/**
 * Who takes part, as data: what opens and relays connections, holds credentials, or is protected. This file alone turns
 * one into words for people (`any pod of acme`) and into the spelling of config and commands (`pods:acme`), and reads
 * that spelling. Words may change with any release; a spelling may not, because exceptions are written in it.
 */

/** Kinds that are told apart by a name: AWS's own, a Terraform address where AWS gives none, or an account or ARN. */
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
  /** Pods of one workload, or without one any pod that may run in the namespace. */
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
  /** Fields of the party, with slashes between them in words and spelling. Only the last may have slashes of its own. */
  readonly fields: readonly string[];
  /** What reports say, with `_` for the fields. */
  readonly words: string;
}

const named = (prefix: string, kind: NamedKind, words: string): Form => ({
  prefix,
  kind,
  fields: ["name"],
  words,
});

/** Of two forms of one kind, the first that has a value for each of its fields is taken. */
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

/** Prefixes of what an exception may let connect. */
export const sourcePrefixes = [
  "pods",
  "workload",
  "function",
  "instance",
  "nodes",
  "control-plane",
  "subnet",
] as const;

/** Prefixes of what an exception may let read a secret. */
export const principalPrefixes = ["role", "identity"] as const;

/** Everything of the internet that no range lists. */
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

/** What reports call a party, such as `any pod of acme`. */
export function partyText(party: PartyId): string {
  if (isRestOfInternet(party)) return "internet, all else";
  const { form, name } = formOf(party);
  return form.words.replace("_", () => name);
}

/** How config and commands name a party, such as `pods:acme`: no two parties have the same spelling. */
export function partySpelling(party: PartyId): string {
  const { form, name } = formOf(party);
  return form.fields.length === 0 ? form.prefix : `${form.prefix}:${name}`;
}

/** How config names a database or a secret: by its name alone. The master password of an instance has no such name. */
export const targetSpelling = (target: PartyId): string =>
  target.kind === "database" || target.kind === "secret" ? target.name : partySpelling(target);

/** The party that has this spelling; undefined where nothing is spelled so. */
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

/** How parties with one of these prefixes are spelled, for a message, such as `pods:NAMESPACE`. */
export const spellingsText = (prefixes: readonly string[]): string =>
  forms
    .filter(({ prefix, fields }) => prefixes.includes(prefix) && fields.length > 0)
    .map(({ prefix, fields }) => `${prefix}:${fields.map((field) => field.toUpperCase()).join("/")}`)
    .join(", ");
