import { X509Certificate } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type Check, Problem } from "./check";
import type { Expectation } from "./expectation";

/** Sources of the pod's connection settings. */
export interface Places {
  /** Folder that the Secrets Store CSI driver mounts. */
  readonly secrets: string;
  /** File with the CA certificates of the region's databases. */
  readonly authorities: string;
  /** Environment variables of the container, including those from the Kubernetes secret, if there is one. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Connection settings of an application. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  /** @default - none: the login uses tokens */
  readonly password?: string;
  readonly authorities: readonly string[];
  /**
   * Variables that differ from a newer mounted file: the application started before a rotation reached the Kubernetes
   * secret.
   */
  readonly outdated: readonly string[];
}

const keys = ["DB_HOST", "DB_PORT", "DB_NAME", "DB_USER"];

/** Checks that all settings are mounted and set. The result contains no values, especially no passwords. */
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
