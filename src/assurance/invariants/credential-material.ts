/** What credentials look like. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ["an access key of AWS", /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a URL with a password", /:\/\/[^/\s:@$]+:(?!\$[({])[^/\s@$]+@/i],
  ["a connection string with a password", /[?&;](password|pwd)=(?!\$[({])[^&;\s]+/i],
  ["a JSON web token", /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\./],
  ["a token of GitHub", /\bgh[pousr]_[A-Za-z0-9]{36}\b/],
];

/** Attributes that hold a credential, whatever the value looks like. */
const attributes =
  /^(password|password_wo|master_password|master_password_wo|secret_string|secret_string_wo|secret_binary|private_key|secret_key|access_key|auth_token|client_secret|api_key)$/i;

/** Variables of containers and functions that are credentials by their name. Limits of tokens are none. */
const variables =
  /(^|_)(PASS|PASSWORD|PASSWD|PWD|(?<!(MAX|MIN|NUM)_)TOKEN|SECRET|SECRET_KEY|API_KEY|ACCESS_KEY|PRIVATE_KEY)$/;

/** Where a file holds what looks like a credential, without repeating it. */
export function suspicious(json: unknown): string[] {
  return [...walk(json, [])];
}

function* walk(json: unknown, path: readonly string[]): Generator<string> {
  if (typeof json === "string") yield* judge(json, path);
  else if (Array.isArray(json))
    for (const [index, item] of json.entries()) yield* walk(item, [...path, String(index)]);
  else if (typeof json === "object" && json !== null)
    yield* walkObject(json as Record<string, unknown>, path);
}

function* walkObject(json: Record<string, unknown>, path: readonly string[]): Generator<string> {
  if (
    typeof json.name === "string" &&
    typeof json.value === "string" &&
    isLiteralCredential(json.name, json.value)
  )
    yield `${path.join(".")} gives ${json.name} a value`;
  for (const [name, value] of Object.entries(json)) yield* walk(value, [...path, name]);
}

function* judge(text: string, path: readonly string[]): Generator<string> {
  const place = path.join(".");
  const name = path.at(-1) ?? "";
  if ((attributes.test(name) && text !== "") || isLiteralCredential(name, text)) yield `${place} is set`;
  for (const candidate of [text, ...decoded(text)]) {
    for (const [what, shape] of shapes) if (shape.test(candidate)) yield `${place} looks like ${what}`;
  }
}

/** A value that a pod is given from a secret is written as a reference. */
const isLiteralCredential = (name: string, value: string): boolean =>
  variables.test(name) && value !== "" && !/^\$\([A-Za-z0-9_]+\)$/.test(value);

/** Texts that are wrapped in base64. */
const decoded = (text: string): string[] =>
  (text.match(/[A-Za-z0-9+/]{40,}={0,2}/g) ?? []).map((found) =>
    Buffer.from(found, "base64").toString("utf8"),
  );
