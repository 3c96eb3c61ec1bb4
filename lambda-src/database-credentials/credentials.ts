import * as z from "zod/mini";
import { Password } from "./password";

/** Target of an organization's applications. Strings only: the CSI driver's provider cannot mount other types. */
interface Target {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly username: string;
}

/** Content of an organization's secret. Without a password, the login uses IAM tokens. */
export interface Credentials extends Target {
  readonly password?: Password;
}

const contentSchema = z.object({
  engine: z.literal("postgres"),
  host: z.string().check(z.minLength(1)),
  port: z.string().check(z.regex(/^\d+$/)),
  database: z.string().check(z.minLength(1)),
  username: z.string().check(z.minLength(1)),
  password: z.optional(z.string().check(z.regex(/^[\x20-\x7e]+$/))),
  sslmode: z.literal("verify-full"),
});

/**
 * Serializes the content. This text is the only place with the password in clear text.
 *
 * @param written time of writing, so that copies can be ordered by age
 * @default written - none, for comparisons
 */
export function serialize({ host, port, database, username, password }: Credentials, written?: Date): string {
  return JSON.stringify({
    engine: "postgres",
    host,
    port,
    database,
    username,
    ...(password ? { password: password.reveal() } : {}),
    sslmode: "verify-full",
    ...(written && { written: written.toISOString() }),
  });
}

/** Parses content. Undefined without text, or if another principal wrote it: an error would quote the text. */
export function parse(text = ""): Credentials | undefined {
  const parsed = contentSchema.safeParse(readJson(text));
  if (!parsed.success) return undefined;
  const { host, port, database, username, password } = parsed.data;
  return { host, port, database, username, ...(password ? { password: new Password(password) } : {}) };
}

export const sameCredentials = (one: Credentials | undefined, other: Credentials): boolean =>
  one !== undefined && serialize(one) === serialize(other);

const masterSchema = z.object({
  username: z.string().check(z.minLength(1)),
  password: z.string().check(z.minLength(1)),
});

/** Parses RDS's secret of the master user, from which only user name and password are read. */
export function parseMaster(text = ""): { username: string; password: Password } | undefined {
  const parsed = masterSchema.safeParse(readJson(text));
  if (!parsed.success) return undefined;
  return { username: parsed.data.username, password: new Password(parsed.data.password) };
}

/** Errors of JSON.parse quote the text. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
