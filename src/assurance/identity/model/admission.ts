import { type Restraint, restraints } from "../../known/restraints";
import { type Configuration, type Resource, textOf, type Value } from "../../terraform";
import { field, readable } from "../../terraform/blocks";

/** What admission policies take away again, as `namespace/name POWER`. */
export function readRestrained(configuration: Configuration): ReadonlySet<string> {
  const manifests = configuration.resources("kubernetes_manifest").map(contentOf);
  const bound = new Set(
    manifests
      .filter((one) => isOf(one, "ValidatingAdmissionPolicyBinding"))
      .filter(denies)
      .map((binding) => textOf(field(binding, "spec", "policyName"))),
  );
  const policies = manifests
    .filter((one) => isOf(one, "ValidatingAdmissionPolicy"))
    .filter((policy) => bound.has(textOf(field(policy, "metadata", "name"))));
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

function contentOf(resource: Resource): Value {
  const written = resource.get("manifest");
  return written.kind === "encoded" ? written.content : written;
}

const isOf = (manifest: Value, kind: string): boolean => textOf(field(manifest, "kind")) === kind;

/** A binding that says for which objects a policy holds leaves the others out. */
const denies = (binding: Value): boolean =>
  textsIn(field(binding, "spec", "validationActions")).includes("Deny") &&
  keysOf(field(binding, "spec")).every((key) => ["policyName", "validationActions"].includes(key));

function restrains(policy: Value, account: string, wanted: Restraint["policies"][number]): boolean {
  const spec = field(policy, "spec");
  const constraints = field(spec, "matchConstraints");
  const rules = readable(field(constraints, "resourceRules")).blocks;
  const [namespace, name] = account.split("/");
  const asked = readable(field(spec, "matchConditions")).blocks.map((one) =>
    textOf(field(one, "expression")),
  );
  const expressions = readable(field(spec, "validations")).blocks.map((one) =>
    textOf(field(one, "expression")),
  );
  return (
    textOf(field(spec, "failurePolicy")) !== "Ignore" &&
    keysOf(constraints).every((key) => key === "resourceRules") &&
    asked.every((one) => isAbout(one, `system:serviceaccount:${namespace}:${name}`)) &&
    wanted.expressions.every((one) => expressions.includes(one)) &&
    wanted.resources.every((resource) =>
      rules.some(
        (rule) =>
          keysOf(rule).every((key) =>
            ["apiGroups", "apiVersions", "operations", "resources"].includes(key),
          ) &&
          textsIn(field(rule, "apiGroups")).includes(wanted.apiGroup) &&
          textsIn(field(rule, "apiVersions")).some((one) => one === "v1" || one === "*") &&
          textsIn(field(rule, "operations")).includes(wanted.operation) &&
          textsIn(field(rule, "resources")).includes(resource),
      ),
    )
  );
}

const keysOf = (value: Value): string[] => (value.kind === "dictionary" ? [...value.entries.keys()] : []);

const textsIn = (value: Value): unknown[] => (value.kind === "list" ? value.items.map(textOf) : []);

/** Whether a condition holds for an account: it lists names, and this one is among them. */
const isAbout = (condition: unknown, name: string): boolean =>
  typeof condition === "string" &&
  /^request\.userInfo\.username in \[('[\w:-]+'(, )?)+\]$/.test(condition) &&
  condition.includes(`'${name}'`);
