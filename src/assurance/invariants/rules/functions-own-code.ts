import {
  knownHandler,
  knownRuntime,
  knownVariables,
  sharedDatabase,
  type VariableClass,
} from "../../known/functions";
import { type Configuration, isUnknown, type Resource, textOf, type Value } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

export const functionsOwnCode: Rule = {
  id: "functions-own-code",
  threat:
    "Code with the role of the credentials function reads and writes every password, whatever policies say.",
  check: ({ configuration }: Evidence) =>
    configuration.resources("aws_lambda_function").map((one) => judgeFunction(one, configuration)),
};

function judgeFunction(one: Resource, configuration: Configuration): Finding {
  const filename = textOf(one.get("filename"));
  if (filename === undefined) return violated(one.address, "its code is no archive of the output folder");
  if (isUnknown(filename)) return unknown(one.address, `its code: ${filename.reason}`);
  const digest = configuration.stack(one.stack).source.archives?.[filename];
  const wrong = [
    ...(digest === undefined ? [`${filename} is no archive that was synthesized with this stack`] : []),
    ...(digest !== undefined && digest !== textOf(one.get("source_code_hash"))
      ? [`source_code_hash is not that of ${filename}`]
      : []),
    ...(textOf(one.get("handler")) === knownHandler ? [] : [`its handler is not ${knownHandler}`]),
    ...(knownRuntime.test(String(textOf(one.get("runtime"))))
      ? []
      : [`runtime is ${String(textOf(one.get("runtime")))}`]),
    ...(["Zip", undefined].includes(textOf(one.get("package_type")) as string | undefined)
      ? []
      : ["it runs an image"]),
    ...wrongVariables(one, configuration),
  ];
  return wrong.length === 0 ? compliant(one.address) : violated(one.address, wrong.join("; "));
}

function wrongVariables(one: Resource, configuration: Configuration): string[] {
  const variables = field(one.get("environment"), "variables");
  if (variables.kind === "unknown") return [`its variables: ${variables.reason}`];
  if (variables.kind !== "dictionary") return [];
  return [...variables.entries].flatMap(([name, value]) => {
    const known = knownVariables[name];
    if (!known) return [`the variable ${name} is not known`];
    return isOf(known, value, one, configuration) ? [] : [`the variable ${name} is not ${article(known)}`];
  });
}

const article = (known: VariableClass): string =>
  known === "endpoint of AWS"
    ? `an ${known}`
    : known === "own environment"
      ? "its own environment"
      : `a ${known}`;

function isOf(
  known: VariableClass,
  value: Value,
  { stack }: Resource,
  configuration: Configuration,
): boolean {
  const text = textOf(value);
  switch (known) {
    case "plain text":
      return typeof text === "string" && /^[\w-]+$/.test(text);
    case "own environment":
      return typeof text === "string" && stack.startsWith(`${text}-`);
    case "shared database":
      return text === sharedDatabase;
    case "number":
      return typeof text === "string" && /^\d+$/.test(text);
    case "options of Node.js":
      return text === "--enable-source-maps";
    case "database":
      return isAddress(value, configuration);
    case "master password":
      return (
        value.kind === "reference" &&
        configuration.find(value.address)?.type === "aws_db_instance" &&
        value.path.join(".") === "master_user_secret.0.secret_arn"
      );
    case "endpoint of AWS":
      return isEndpoint(value, configuration);
    case "targets":
      return (
        value.kind === "encoded" &&
        value.content.kind === "list" &&
        value.content.items.every((item) => isAddress(field(item, "hostname"), configuration))
      );
  }
}

const isAddress = (value: Value, configuration: Configuration): boolean =>
  value.kind === "reference" &&
  ["aws_db_instance.address", "aws_db_proxy.endpoint"].includes(
    `${configuration.find(value.address)?.type}.${value.path.join(".")}`,
  );

function isEndpoint(value: Value, configuration: Configuration): boolean {
  if (value.kind !== "template" || value.parts.length !== 2) return false;
  const [scheme, host] = value.parts;
  return (
    scheme?.kind === "constant" &&
    scheme.value === "https://" &&
    host?.kind === "reference" &&
    configuration.find(host.address)?.type === "aws_vpc_endpoint" &&
    host.path[0] === "dns_entry"
  );
}
