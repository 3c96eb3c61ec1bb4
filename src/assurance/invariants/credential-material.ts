import { rememberedInBlocks } from "../remembered";

/** Patterns of credentials. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ["an access key of AWS", /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a URL with a password", /:\/\/[^/\s:@$]+:(?!\$[({])[^/\s@$]+@/i],
  ["a connection string with a password", /[?&;](password|pwd)=(?!\$[({])[^&;\s]+/i],
  ["a JSON web token", /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\./],
  ["a token of GitHub", /\bgh[pousr]_[A-Za-z0-9]{36}\b/],
];

/** A quick test that matches whenever one of the patterns does; most texts do not. */
const worthALook = /A[KS]IA|PRIVATE KEY|:\/\/|[?&;]|eyJ|gh[pousr]_/;

/** Attributes that contain a credential, whatever the value looks like. */
const attributes =
  /^(password|password_wo|master_password|master_password_wo|secret_string|secret_string_wo|secret_binary|private_key|secret_key|access_key|auth_token|client_secret|api_key)$/i;

/** Variables of containers and functions that contain a credential by their name; limits of tokens are excluded. */
const variables =
  /(^|_|^PG)(PASS|PASSWORD|PASSWD|PWD|(?<!(MAX|MIN|NUM)_)TOKEN|SECRET|SECRET_KEY|API_KEY|ACCESS_KEY|PRIVATE_KEY)$/;

/** Positions of possible credentials in a file, without their values. */
export const credentialMaterialIn = (json: unknown): string[] =>
  foundIn(json, "", foundBelow).map(({ path, what }) => `${path.join(".")} ${what}`);

/** A possible credential, with its position. */
interface Suspect {
  readonly path: readonly string[];
  readonly what: string;
}

const none: readonly Suspect[] = [];

const foundIn = (
  json: unknown,
  name: string,
  inside: (part: object) => readonly Suspect[],
): readonly Suspect[] =>
  typeof json === "string"
    ? judge(json, name)
    : typeof json === "object" && json !== null
      ? inside(json)
      : none;

/** Most blocks of a file are equal to those of an earlier one. */
const foundBelow = rememberedInBlocks((json, inside): readonly Suspect[] => {
  const { name, value } = json as Record<string, unknown>;
  const isCredential =
    typeof name === "string" && typeof value === "string" && isLiteralCredential(name, value);
  const found: Suspect[] = isCredential ? [{ path: [], what: `gives ${name} a value` }] : [];
  for (const [key, entry] of Object.entries(json))
    for (const { path, what } of foundIn(entry, key, inside)) found.push({ path: [key, ...path], what });
  return found.length === 0 ? none : found;
});

function judge(text: string, name: string): readonly Suspect[] {
  const found: Suspect[] = [];
  const add = (what: string): unknown => found.push({ path: [], what });
  if ((attributes.test(name) && text !== "") || isLiteralCredential(name, text)) add("is set");
  for (const candidate of [text, ...decoded(text)])
    if (worthALook.test(candidate))
      for (const [what, shape] of shapes) if (shape.test(candidate)) add(`looks like ${what}`);
  return found.length === 0 ? none : found;
}

/** A value that a pod reads from a secret is a reference. */
const isLiteralCredential = (name: string, value: string): boolean =>
  variables.test(name) && value !== "" && !/^\$\([A-Za-z0-9_]+\)$/.test(value);

/**
 * Base64 texts that are long enough to contain a credential. With the lookbehind, a match starts only at the start of a
 * word: trying every character of a long word takes three times as long.
 */
const decoded = (text: string): string[] =>
  (text.match(/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,}/g) ?? []).map((found) =>
    Buffer.from(found, "base64").toString("utf8"),
  );
