import { X509Certificate } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type Check, Problem } from "./check";
import type { Expectation } from "./expectation";

/** Where the pod finds what it connects with. */
export interface Places {
  /** Folder that the Secrets Store CSI driver mounts. */
  readonly secrets: string;
  /** Certificates of the region's databases. */
  readonly authorities: string;
  /** The container's environment, with the Kubernetes secret that the driver makes, where it makes one. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** What an application connects with. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  /** @default - the login takes tokens */
  readonly password?: string;
  readonly authorities: readonly string[];
  /** Variables whose mounted file is newer: the application started before a rotation reached the Kubernetes secret. */
  readonly outdated: readonly string[];
}

const keys = ["DB_HOST", "DB_PORT", "DB_NAME", "DB_USER"];

/** Everything is mounted and filled in. Values stay unsaid, passwords above all. */
export const settingsCheck = (places: Places): Check<Expectation, Settings> => ({
  name: "settings",
  run: async ({ authentication, delivery }) => {
    const names = authentication === "iam" ? keys : [...keys, "DB_PASSWORD"];
    const files = Object.fromEntries(names.map((name) => [name, readSecret(places.secrets, name)]));
    const values =
      delivery === "files"
        ? files
        : Object.fromEntries(names.map((name) => [name, readVariable(places, name)]));
    const outdated = names.filter((name) => files[name] !== values[name]);
    const authorities = readAuthorities(places.authorities);
    const { DB_HOST = "", DB_PORT = "", DB_NAME = "", DB_USER = "", DB_PASSWORD } = values;
    const port = Number(DB_PORT);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new Problem("settings-missing", "DB_PORT is not a port number");
    return {
      text: `${names.join(", ")} and ${authorities.length} authorities${describeOutdated(outdated)}`,
      value: {
        host: DB_HOST,
        port,
        database: DB_NAME,
        username: DB_USER,
        password: DB_PASSWORD,
        authorities,
        outdated,
      },
    };
  },
});

const describeOutdated = (names: readonly string[]): string =>
  names.length > 0 ? `; older in the Kubernetes secret than in the mount: ${names.join(", ")}` : "";

function readSecret(folder: string, name: string): string {
  const text = readFile(path.join(folder, name));
  if (text === "") throw new Problem("settings-missing", `${path.join(folder, name)} is empty`);
  return text;
}

function readVariable({ variables }: Places, name: string): string {
  const value = variables[name];
  if (value) return value;
  throw new Problem("settings-missing", `variable ${name} is ${value === "" ? "empty" : "not there"}`);
}

function readAuthorities(file: string): string[] {
  const found = readFile(file).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (found.length === 0) throw new Problem("settings-missing", `${file} contains no certificate`);
  for (const certificate of found) {
    try {
      new X509Certificate(certificate);
    } catch {
      throw new Problem("settings-missing", `${file} contains something that is not a certificate`);
    }
  }
  return found;
}

function readFile(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new Problem(
      "settings-missing",
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}
