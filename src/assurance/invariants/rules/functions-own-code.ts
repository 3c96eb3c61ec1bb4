import {
  knownHandler,
  knownRuntime,
  knownVariables,
  sharedDatabase,
  type VariableClass,
} from "../../known/functions";
import { paths } from "../../known/nested";
import {
  type Configuration,
  isAbsent,
  isUnknown,
  type Resource,
  textOf,
  type Value,
  wordsOf,
} from "../../terraform";
import { field } from "../../terraform/blocks";
import { unknownPaths } from "../paths";
import { type Evidence, type Finding, forEach, type Rule, unknown, violated, violatedBy } from "../rule";

export const functionsOwnCode: Rule = {
  id: "functions-own-code",
  threat:
    "Code with the role of the credentials function reads and writes every password, whatever policies say.",
  check: forEach("aws_lambda_function", judgeFunction),
};

/** Digests of a stack's archives: a separate fact, which stays the same while resources of the stack change. */
const archivesOf = (configuration: Configuration, stack: string) =>
  configuration.stack(stack).source.archives;

function judgeFunction(one: Resource, evidence: Evidence): Finding {
  const { configuration } = evidence;
  const filename = textOf(one.get("filename"));
  if (filename === undefined) return violated(one.address, "its code is no archive of the output folder");
  if (isUnknown(filename)) return unknown(one.address, `its code: ${filename.reason}`);
  const digest = configuration.derived(archivesOf, one.stack)?.[filename];
  const wrong = [
    ...(digest === undefined ? [`${filename} is no archive that was synthesized with this stack`] : []),
    ...(digest !== undefined && digest !== textOf(one.get("source_code_hash"))
      ? [`source_code_hash is not that of ${filename}`]
      : []),
    ...(textOf(one.get("handler")) === knownHandler ? [] : [`its handler is not ${knownHandler}`]),
    ...(knownRuntime.test(String(textOf(one.get("runtime"))))
      ? []
      : [`runtime is ${wordsOf(one.get("runtime"))}`]),
    ...(["Zip", undefined].includes(textOf(one.get("package_type")) as string | undefined)
      ? []
      : ["it runs an image"]),
    ...wrongVariables(one, filename, evidence),
  ];
  return violatedBy(one.address, wrong);
}

function wrongVariables(one: Resource, filename: string, evidence: Evidence): string[] {
  const ofCode = knownVariables[filename.split("/").at(-1) ?? ""] ?? {};
  const variables = field(one.get("environment"), "variables");
  if (variables.kind === "unknown") return [`its variables: ${variables.reason}`];
  if (variables.kind !== "dictionary")
    return isAbsent(one.get("environment")) ? [] : ["its environment is not one block of variables"];
  return [...variables.entries].flatMap(([name, value]) => {
    const known = ofCode[name];
    if (!known) return [`the variable ${name} is not known`];
    return isOf(known, value, one, evidence) ? [] : [`the variable ${name} is not ${article(known)}`];
  });
}

const article = (known: VariableClass): string =>
  known === "endpoint of Secrets Manager"
    ? `an ${known}`
    : known === "own environment"
      ? "its own environment"
      : known === "options of Node.js"
        ? `known ${known}`
        : `a ${known}`;

function isOf(
  known: VariableClass,
  value: Value,
  { stack }: Resource,
  { configuration, choices: { place } }: Evidence,
): boolean {
  const text = textOf(value);
  switch (known) {
    case "plain text":
      return typeof text === "string" && /^[\w-]+$/.test(text);
    case "own environment":
      return place === undefined || text === place.environment;
    case "shared database":
      return text === sharedDatabase;
    case "number":
      return typeof text === "string" && /^\d+$/.test(text);
    case "options of Node.js":
      return text === "--enable-source-maps";
    case "database":
      return isAddress(value, stack, configuration);
    case "master password":
      return (
        value.kind === "reference" &&
        isInstance(configuration.find(value.address), stack) &&
        value.path.join(".") === "master_user_secret.0.secret_arn"
      );
    case "endpoint of Secrets Manager":
      return isEndpoint(value, configuration);
    case "list of targets":
      return (
        value.kind === "encoded" &&
        value.content.kind === "list" &&
        value.content.items.every((item) => isTarget(item, stack, configuration))
      );
  }
}

/** An instance in the function's stack: the function must not read the master password of another one. */
const isInstance = (one: Resource | undefined, stack: string): boolean =>
  one?.type === "aws_db_instance" && one.stack === stack;

/** The address of a database in the function's own stack, or of the proxy in front of it. */
const isAddress = (value: Value, stack: string, configuration: Configuration): boolean => {
  const named = value.kind === "reference" ? configuration.find(value.address) : undefined;
  return (
    value.kind === "reference" &&
    named?.stack === stack &&
    ["aws_db_instance.address", "aws_db_proxy.endpoint"].includes(`${named.type}.${value.path.join(".")}`)
  );
};

/** A target to register: addresses of the own database, limited to subnets of its VPC. */
function isTarget(item: Value, stack: string, configuration: Configuration): boolean {
  const group = configuration.resourceNamed("aws_lb_target_group", field(item, "targetGroupArn"));
  const subnets = field(item, "instanceSubnets");
  const declared = configuration.resources("aws_subnet").map((subnet) => textOf(subnet.get("cidr_block")));
  return (
    unknownPaths(item, targetPaths).length === 0 &&
    isAddress(field(item, "hostname"), stack, configuration) &&
    group?.stack === stack &&
    textOf(field(item, "port")) === textOf(group.get("port")) &&
    subnets.kind === "list" &&
    subnets.items.every((subnet) => declared.includes(textOf(subnet)))
  );
}

const targetPaths = paths("name hostname port targetGroupArn instanceSubnets");

/** The endpoint of another service would receive passwords, and refuse every request. */
const isOfSecretsManager = (endpoint: Resource | undefined): boolean =>
  endpoint?.type === "aws_vpc_endpoint" &&
  /^(cn\.)?com\.amazonaws\.[a-z0-9-]+\.secretsmanager$/.test(String(textOf(endpoint.get("service_name"))));

function isEndpoint(value: Value, configuration: Configuration): boolean {
  if (value.kind !== "template" || value.parts.length !== 2) return false;
  const [scheme, host] = value.parts;
  return (
    scheme?.kind === "constant" &&
    scheme.value === "https://" &&
    host?.kind === "reference" &&
    host.path[0] === "dns_entry" &&
    isOfSecretsManager(configuration.find(host.address))
  );
}
