import * as z from "zod/mini";
import { Password } from "./password";

/** Where an organization's applications connect to. Strings only: the CSI driver's provider mounts nothing else. */
interface Target {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly username: string;
}

/** Content of an organization's secret. Without a password the login takes IAM tokens. */
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
 * The content as it is stored. This text is the only place that holds the password in clear.
 *
 * @param written when it is written, so that copies of it can be told apart by their age. @default - it is compared only
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

/** Reads content. Undefined when another principal wrote it: errors would quote what they could not read. */
export function parse(text: string): Credentials | undefined {
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

/** Reads the secret that RDS keeps for the master: user name and password, nothing else. */
export function parseMaster(text: string): { username: string; password: Password } | undefined {
  const parsed = masterSchema.safeParse(readJson(text));
  if (!parsed.success) return undefined;
  return { username: parsed.data.username, password: new Password(parsed.data.password) };
}

/** JSON.parse quotes what it cannot read. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
