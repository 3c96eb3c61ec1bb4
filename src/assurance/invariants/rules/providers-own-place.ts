import { clusterLogin, loginCommand } from "../../known/terraform";
import { remembered } from "../../remembered";
import { type Configuration, isAbsent, keyOf, type Resource, textOf, type Value } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { type Finding, forEachStack, type Place, type Rule, violated, violatedBy } from "../rule";

export const providersOwnPlace: Rule = {
  id: "providers-own-place",
  threat:
    "A plan could change another account with the rights that this environment's administrator has there.",
  check: forEachStack((stack, configuration, { place }) => {
    const found = [
      ...(stack.providers("aws").length === 0 ? ["it has no AWS provider that names its account"] : []),
      ...stack.providers("aws").flatMap((block) => awsProblems(block, place)),
      ...stack
        .providers("kubernetes")
        .flatMap((block) => loginProblems("kubernetes", block, configuration, place)),
      ...stack
        .providers("helm")
        .flatMap((block) => loginProblems("helm", field(block, "kubernetes"), configuration, place)),
    ];
    return [violatedBy(stack.name, found), ...(place ? stack.resources.flatMap(judgeTags(place)) : [])];
  }),
};

function awsProblems(block: Value, place: Place | undefined): string[] {
  const region = textOf(field(block, "region"));
  const allowed = field(block, "allowed_account_ids");
  const accounts = allowed.kind === "list" ? allowed.items.map(textOf).map(String) : [];
  if (accounts.length === 0) return ["its AWS provider accepts any account: it has no allowed_account_ids"];
  if (!place) return [];
  return [
    ...(accounts.length === 1 && accounts[0] === place.account
      ? []
      : [`its AWS provider accepts account ${accounts.join(" or ")} instead of ${place.account}`]),
    ...(region === place.region
      ? []
      : [`its AWS provider acts in ${String(region ?? "no region")} instead of ${place.region}`]),
    ...otherEnvironment(place, field(block, "default_tags", "tags"), true).map(
      (found) => `its AWS provider ${found}`,
    ),
  ];
}

/**
 * The account's policies may deny by a tag, and no stack contains them. They would not match a resource without the tag
 * or with another value.
 */
function otherEnvironment({ environment }: Place, tags: Value, isNeeded: boolean): string[] {
  const found = tagsCalled("Environment", tags);
  if (found.length === 0 && isNeeded) return ["gives no tag Environment"];
  return found
    .filter((tag) => textOf(tag) !== environment)
    .map((tag) => `gives the tag Environment ${keyOf(tag)}`);
}

/** Policies compare tag keys without case: they may match a second tag with another spelling. */
const tagsCalled = (name: string, tags: Value): Value[] =>
  tags.kind === "dictionary"
    ? [...tags.entries].filter(([one]) => one.toLowerCase() === name.toLowerCase()).map(([, tag]) => tag)
    : [field(tags, name)].filter((tag) => !isAbsent(tag));

/**
 * A resource's own tags override those of its provider. Instances of a launch template receive none of the provider's.
 */
const judgeTags = remembered((place: Place) =>
  remembered((resource: Resource): readonly Finding[] => {
    const { address, type, repetition } = resource;
    // Another rule refuses repeated resources.
    if (repetition) return [];
    const machines = readable(resource.get("tag_specifications")).blocks.filter(
      (block) => textOf(field(block, "resource_type")) === "instance",
    );
    const found = [
      ...otherEnvironment(place, resource.get("tags"), false),
      ...(type === "aws_launch_template"
        ? otherEnvironment(place, field(machines[0], "tags"), true).map((one) => `${one} to machines`)
        : []),
      ...tagsCalled("Organization", resource.get("tags")).map(() => "gives itself a tag Organization"),
    ];
    return found.length === 0 ? [] : [violated(address, `it ${found.join("; it ")}`)];
  }),
);

/** Authentication must be for the declared cluster, with its CA certificate, by the command that AWS documents. */
function loginProblems(
  provider: string,
  login: Value,
  configuration: Configuration,
  place: Place | undefined,
): string[] {
  const [cluster] = configuration.resources("aws_eks_cluster");
  if (!cluster) return [`its provider "${provider}" logs in to a cluster that is not declared`];
  const [exec, ...more] = readable(field(login, "exec")).blocks;
  const args = field(exec, "args");
  const words = args.kind === "list" ? args.items.map(keyOf) : [];
  const { beginning, command } = loginCommand;
  const expected = [
    ...beginning.map((word) => JSON.stringify(word)),
    keyOf(cluster.attribute(["name"])),
    ...(place ? ['"--region"', JSON.stringify(place.region)] : words.slice(beginning.length + 1)),
  ];
  const wrong = {
    host: keyOf(field(login, "host")) !== keyOf(cluster.symbol("endpoint")),
    cluster_ca_certificate: !isCertificateOf(
      field(login, "cluster_ca_certificate"),
      keyOf(cluster.symbol("certificate_authority", 0, "data")),
    ),
    exec:
      !exec ||
      more.length > 0 ||
      textOf(field(exec, "command")) !== command ||
      unlisted(exec, loginCommand.arguments),
    "exec.args": words.join() !== expected.join(),
  };
  return [
    ...namesIn(login)
      .filter((name) => !clusterLogin.includes(name))
      .map((name) => `its provider "${provider}" sets ${name}`),
    ...Object.entries(wrong)
      .filter(([, isWrong]) => isWrong)
      .map(([name]) => `${name} of its provider "${provider}" is not that of the declared cluster`),
  ];
}

const namesIn = (value: Value): string[] =>
  value.kind === "dictionary"
    ? [...value.entries].filter(([, entry]) => !isAbsent(entry)).map(([name]) => name)
    : [];

const unlisted = (value: Value, known: readonly string[]): boolean =>
  namesIn(value).some((name) => !known.includes(name));

const isCertificateOf = (value: Value, certificate: string): boolean =>
  value.kind === "call" &&
  value.name === "base64decode" &&
  value.args.length === 1 &&
  keyOf(value.args[0] as Value) === certificate;
