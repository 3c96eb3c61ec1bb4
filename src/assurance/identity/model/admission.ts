import { type Refusal, restraints } from "../../known/restraints";
import { manifestsOf } from "../../manifests";
import { blocksOf, type Configuration, isAbsent, keyOf, textOf, type Value } from "../../terraform";
import { entryOf, field, readable } from "../../terraform/blocks";

/** An admission policy, and whether a binding puts it into force for everything that it matches. */
export interface AdmissionPolicy {
  readonly address: string;
  readonly content: Value;
  readonly isInForce: boolean;
}

export function admissionPolicies(configuration: Configuration): readonly AdmissionPolicy[] {
  const bound = new Set(
    configuration
      .derived(manifestsOf, "ValidatingAdmissionPolicyBinding")
      .map((binding) => binding.get("manifest"))
      .filter(denies)
      .map((content) => textOf(field(content, "spec", "policyName"))),
  );
  return configuration.derived(manifestsOf, "ValidatingAdmissionPolicy").map((policy) => {
    const content = policy.get("manifest");
    return {
      address: policy.address,
      content,
      isInForce: bound.has(textOf(field(content, "metadata", "name"))),
    };
  });
}

/** Addresses of policies that match the objects of a power without removing it, by `namespace/name POWER`. */
export const readLoose = (configuration: Configuration): ReadonlyMap<string, string> => {
  const policies = configuration.derived(admissionPolicies);
  return new Map(
    restraints.flatMap(({ account, takes, policies: refusals }) => {
      const missed = refusals.filter(
        (wanted) => !policies.some((policy) => restrains(policy, account, wanted)),
      );
      const loose = missed.flatMap((wanted) => nearestTo(policies, wanted) ?? []);
      return loose.flatMap(({ address }) =>
        takes.map((power): [string, string] => [`${account} ${power}`, address]),
      );
    }),
  );
};

/**
 * The policy that resembles a wanted refusal most: it has the same expressions, matches the same account, or matches
 * the same kinds of objects.
 *
 * @param isInSome whether the refusal is wanted only in namespaces with some labels. @default false
 */
export function nearestTo(
  policies: readonly AdmissionPolicy[],
  wanted: Refusal,
  isInSome = false,
): AdmissionPolicy | undefined {
  const likeness = (policy: AdmissionPolicy): number => {
    const selects = keysOf(constraintsOf(policy)).includes("namespaceSelector");
    const has = wanted.expressions.some((one) => expressionsIn(policy, "validations").includes(one));
    return (selects === isInSome ? 4 : 0) + (has ? 2 : 0) + (isAbout(policy, wanted) ? 1 : 0);
  };
  return policies
    .filter((policy) =>
      readable(field(constraintsOf(policy), "resourceRules")).blocks.some((rule) =>
        wanted.resources.some((resource) => textsIn(field(rule, "resources")).includes(resource)),
      ),
    )
    .toSorted((one, other) => likeness(other) - likeness(one))[0];
}

/** Powers that admission policies remove, as `namespace/name POWER`. */
export function readRestrained(configuration: Configuration): ReadonlySet<string> {
  const policies = configuration.derived(admissionPolicies);
  return new Set(
    restraints
      .filter((restraint) =>
        restraint.policies.every((wanted) =>
          policies.some((policy) => restrains(policy, restraint.account, wanted)),
        ),
      )
      .flatMap(({ account, takes }) => takes.map((power) => `${account} ${power}`)),
  );
}

/** A binding with a selector does not apply to all objects. */
const denies = (binding: Value): boolean =>
  textsIn(field(binding, "spec", "validationActions")).includes("Deny") &&
  keysOf(field(binding, "spec")).every((key) => ["policyName", "validationActions"].includes(key));

function restrains(policy: AdmissionPolicy, account: string, wanted: Refusal): boolean {
  const [namespace, name] = account.split("/");
  return (
    refuses(policy, wanted) &&
    isAboutAllNamespaces(policy) &&
    conditionsOf(policy).every((one) => names(one, `system:serviceaccount:${namespace}:${name}`))
  );
}

const isAboutAllNamespaces = (policy: AdmissionPolicy): boolean =>
  keysOf(constraintsOf(policy)).every((key) => key === "resourceRules");

/** Whether a policy refuses something to all principals, in every namespace with the labels. */
export function refusesIn(policy: AdmissionPolicy, labels: Value, wanted: Refusal): boolean {
  const constraints = constraintsOf(policy);
  const selector = field(constraints, "namespaceSelector");
  const selected = field(selector, "matchLabels");
  return (
    refuses(policy, wanted) &&
    conditionsOf(policy).length === 0 &&
    keysOf(constraints).every((key) => ["namespaceSelector", "resourceRules"].includes(key)) &&
    keysOf(selector).every((key) => key === "matchLabels") &&
    keysOf(selected).every((name) => textOf(field(selected, name)) === textOf(field(labels, name)))
  );
}

/** Whether a policy in force refuses what it matches, for its principals and namespaces. */
const refuses = (policy: AdmissionPolicy, wanted: Refusal): boolean =>
  policy.isInForce &&
  failsClosed(policy) &&
  wanted.expressions.every((one) => expressionsIn(policy, "validations").includes(one)) &&
  isAbout(policy, wanted);

/** Whether requests are refused if the expressions cannot be evaluated. */
function failsClosed({ content }: AdmissionPolicy): boolean {
  const failurePolicy = textOf(field(content, "spec", "failurePolicy"));
  return failurePolicy === undefined || failurePolicy === "Fail";
}

/** Whether a policy matches an operation on kinds of objects. */
const isAbout = (
  policy: AdmissionPolicy,
  { apiGroup, apiVersion = "v1", operation, resources }: Refusal,
): boolean =>
  resources.every((resource) =>
    readable(field(constraintsOf(policy), "resourceRules")).blocks.some(
      (rule) =>
        keysOf(rule).every((key) => ["apiGroups", "apiVersions", "operations", "resources"].includes(key)) &&
        textsIn(field(rule, "apiGroups")).includes(apiGroup) &&
        textsIn(field(rule, "apiVersions")).some((one) => one === apiVersion || one === "*") &&
        textsIn(field(rule, "operations")).includes(operation) &&
        textsIn(field(rule, "resources")).includes(resource),
    ),
  );

const constraintsOf = ({ content }: AdmissionPolicy): Value => field(content, "spec", "matchConstraints");

const expressionsIn = ({ content }: AdmissionPolicy, part: "validations" | "matchConditions"): unknown[] =>
  blocksOf(field(content, "spec", part)).map((one) => textOf(entryOf(one, "expression")));

const conditionsOf = (policy: AdmissionPolicy): unknown[] => expressionsIn(policy, "matchConditions");

/** Keys of a map; a key that matches no list if they are not known. */
const keysOf = (value: Value): string[] =>
  value.kind === "dictionary" ? [...value.entries.keys()] : isAbsent(value) ? [] : [keyOf(value)];

const textsIn = (value: Value): unknown[] => (value.kind === "list" ? value.items.map(textOf) : []);

/** Whether a condition lists the name of an account. */
const names = (condition: unknown, name: string): boolean =>
  typeof condition === "string" &&
  /^request\.userInfo\.username in \[('[\w:-]+'(, )?)+\]$/.test(condition) &&
  condition.includes(`'${name}'`);
