import { knownDataSources, knownProviders, knownSettings, pureFunctions } from "../../known/terraform";
import { rememberedByKey, rememberedInBlocks } from "../../remembered";
import { calledFunctions } from "../../terraform/called-functions";
import { objectIn, objectsIn } from "../../terraform/json";
import { compliant, type Finding, forEachStack, type Rule, unknown } from "../rule";

export const terraformRunsNothing: Rule = {
  id: "terraform-runs-nothing",
  threat:
    "A plan runs with the rights of the principal that plans: a program or provider in it runs before any apply.",
  mayBeAnswered: true,
  check: forEachStack(({ name, source }) => judgeStack(name, objectIn(source.json))),
};

function judgeStack(place: string, json: Record<string, unknown>): readonly Finding[] {
  const settings = objectIn(json.terraform);
  const required = objectsIn(settings.required_providers);
  const found = [
    ...new Set(
      impureIn(json).map(
        (name) => `the function ${name}, which is not known to compute from its arguments alone`,
      ),
    ),
    ...unlisted(settings, knownSettings).map((setting) => `"${setting}" in its block "terraform"`),
    ...unlisted(objectIn(json.data), knownDataSources).map((type) => `a data source ${type}`),
    ...unpinned(required, Object.keys(objectIn(json.provider))),
    ...required.flatMap((block) =>
      Object.entries(block).flatMap(([name, one]) => unknownProvider(name, objectIn(one))),
    ),
    ...Object.entries(objectIn(json.provider)).flatMap(([name, blocks]) =>
      objectsIn(blocks).flatMap((block) => unknownArguments(name, block)),
    ),
  ];
  return found.length === 0 ? [compliant(place)] : found.map((what) => unknown(place, what));
}

/** Functions in texts and in keys: Terraform evaluates templates in both. */
const impureIn = rememberedInBlocks((json, inside): readonly string[] => {
  const found: string[] = [];
  for (const [name, value] of Object.entries(json)) {
    found.push(...impure(name));
    if (typeof value === "string") found.push(...impure(value));
    else if (typeof value === "object" && value !== null) found.push(...inside(value));
  }
  return found.length === 0 ? none : found;
});

const none: readonly string[] = [];

const impure = (text: string): readonly string[] => (text.includes("{") ? impureInTemplate(text) : none);

const impureInTemplate = rememberedByKey((text: string) =>
  calledFunctions(text).filter((name) => !pureFunctions.has(name.replace(/^core::/, ""))),
);

const unlisted = (json: object, known: ReadonlySet<string>): string[] =>
  Object.keys(json).filter((name) => !known.has(name));

/** Without a version constraint, Terraform installs the newest version of a provider. Several blocks apply together. */
function unpinned(required: readonly object[], used: readonly string[]): string[] {
  return used
    .filter((name) => !required.some((block) => name in block))
    .map((name) => `a provider "${name}" of any version`);
}

function unknownProvider(name: string, required: Record<string, unknown>): string[] {
  const { source, version, ...others } = required;
  const known = knownProviders[name];
  const [other] = Object.keys(others);
  if (other !== undefined) return [`"${other}" of the provider "${name}" in its block "terraform"`];
  if (!known) return [`a provider "${name}" from ${source ?? "where Terraform looks first"}`];
  if (!known.sources.includes(String(source ?? name)))
    return [`the provider "${name}" from ${source ?? "where Terraform looks first"}`];
  return version === known.version
    ? []
    : [
        `${version === undefined ? "any version" : `version ${version}`} of the provider "${name}"; the proof knows ${known.version}`,
      ];
}

const unknownArguments = (name: string, block: Record<string, unknown>): string[] => {
  const known = knownProviders[name]?.arguments ?? [];
  return Object.keys(block)
    .filter((argument) => !known.includes(argument))
    .map((argument) => `"${argument}" of its provider "${name}"`);
};
