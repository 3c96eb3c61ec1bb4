import { isIPv4 } from "node:net";

/** A database, and the target group that must contain exactly its address. */
export interface Database {
  /** Short name for logs and metrics. */
  readonly name: string;
  /** Host name that always resolves to the current primary: the instance's endpoint, without the port. */
  readonly hostname: string;
  /** Port of the targets. */
  readonly port: number;
  /** Target group of this database only: all other targets in it are removed. */
  readonly targetGroupArn: string;
  /** Ranges of the subnets of instances: an address outside of them is refused. */
  readonly instanceSubnets: readonly string[];
  /**
   * `one` for an instance, which has a single address; `several` for a proxy or a reader endpoint, whose addresses
   * rotate.
   * @default "one"
   */
  readonly addresses: "one" | "several";
}

export interface Configuration {
  readonly databases: readonly Database[];
  /** CloudWatch namespace of the function's metrics. */
  readonly metricsNamespace: string;
}

/** The function's environment variables are invalid. The message addresses the operator who deploys the function. */
class ConfigurationError extends Error {}

/** Parses the function's environment: `DATABASES`, a JSON list of `Database`, and `METRICS_NAMESPACE`. */
export function readConfiguration(env: Readonly<Record<string, string | undefined>>): Configuration {
  const metricsNamespace = text(env.METRICS_NAMESPACE, "METRICS_NAMESPACE");
  const databases = list(json(env.DATABASES), "DATABASES").map((item, i) =>
    database(item, `DATABASES[${i}]`),
  );
  // Two databases with one target group would alternately remove each other's target.
  refuseRepeated(databases, "targetGroupArn");
  refuseRepeated(databases, "name");
  return { databases, metricsNamespace };
}

function database(value: unknown, path: string): Database {
  if (typeof value !== "object" || value === null) throw wrong(path, value, "an object");
  const item = value as Record<string, unknown>;
  return {
    name: text(item.name, `${path}.name`),
    hostname: hostname(item.hostname, `${path}.hostname`),
    port: port(item.port, `${path}.port`),
    targetGroupArn: targetGroupArn(item.targetGroupArn, `${path}.targetGroupArn`),
    instanceSubnets: list(item.instanceSubnets, `${path}.instanceSubnets`).map((cidr, i) =>
      subnet(cidr, `${path}.instanceSubnets[${i}]`),
    ),
    addresses: addresses(item.addresses, `${path}.addresses`),
  };
}

function json(value: string | undefined): unknown {
  try {
    return JSON.parse(value ?? "");
  } catch {
    throw wrong("DATABASES", value, "a JSON list of databases");
  }
}

function list(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw wrong(path, value, "a list that is not empty");
  return value;
}

function text(value: unknown, path: string): string {
  if (typeof value !== "string" || value.trim() === "") throw wrong(path, value, "a text that is not empty");
  return value;
}

function hostname(value: unknown, path: string): string {
  const name = text(value, path);
  // An address, or a name with a port, would never resolve, and the group would stay empty without an explanation.
  const isName = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/i.test(name);
  if (!isName)
    throw wrong(path, value, "a full DNS name without port (an instance's `address`, not its `endpoint`)");
  return name;
}

function port(value: unknown, path: string): number {
  const isPort = typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65535;
  if (!isPort) throw wrong(path, value, "a port number, 1 to 65535");
  return value;
}

function targetGroupArn(value: unknown, path: string): string {
  const arn = text(value, path);
  if (!/^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:targetgroup\/[\w-]+\/[0-9a-f]+$/.test(arn))
    throw wrong(path, value, "the ARN of a target group");
  return arn;
}

function subnet(value: unknown, path: string): string {
  const [address, prefix, ...rest] = text(value, path).split("/");
  // Subnets of a VPC have a prefix of /16 or longer
  // (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html): with a wider range, an address outside of
  // the database's network could be registered.
  const fits = /^\d{1,2}$/.test(prefix ?? "") && Number(prefix) >= 16 && Number(prefix) <= 32;
  if (!isIPv4(address ?? "") || !fits || rest.length)
    throw wrong(path, value, "an IPv4 range from /16 to /32");
  return value as string;
}

function addresses(value: unknown, path: string): "one" | "several" {
  if (value !== undefined && value !== "one" && value !== "several")
    throw wrong(path, value, '"one" or "several"');
  return value ?? "one";
}

function refuseRepeated(databases: readonly Database[], key: "name" | "targetGroupArn"): void {
  const values = databases.map((each) => each[key]);
  const repeated = values.find((value, i) => values.indexOf(value) !== i);
  if (repeated !== undefined)
    throw new ConfigurationError(`DATABASES: two databases have the ${key} ${repeated}; each needs its own.`);
}

const wrong = (path: string, found: unknown, needed: string): ConfigurationError =>
  new ConfigurationError(`${path} is ${JSON.stringify(found) ?? "not set"}; it must be ${needed}.`);
