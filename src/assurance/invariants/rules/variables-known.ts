import { decidesAnything, hostIn } from "../../known/pod-variables";
import { isAbsent, textOf, type Value } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { podTemplates } from "../../workloads";
import type { AskedWorkload } from "../rule";
import { compliant, type Evidence, type Rule, violated } from "../rule";

/** What Kubernetes puts in place of the address from the organization's secret. */
const ownHost = "$(DB_HOST)";

export const variablesKnown: Rule = {
  id: "variables-known",
  threat:
    "A variable loads other code into a program, gives it another identity, or leads it past the database.",
  check: ({ configuration, asked }: Evidence) =>
    configuration.derived(podTemplates).map(({ resource, spec }) => {
      const [namespace, name] = ["namespace", "name"].map((part) =>
        textOf(resource.get("metadata", 0, part)),
      );
      const workload = asked.workloads?.find((one) => one.namespace === namespace && one.workload === name);
      const wrong = ["container", "init_container"]
        .flatMap((kind) => readable(field(spec, kind)).blocks)
        .flatMap((container) => wrongIn(field(container, "env"), workload));
      return wrong.length === 0 ? compliant(resource.address) : violated(resource.address, wrong.join("; "));
    }),
};

function wrongIn(variables: Value, workload: AskedWorkload | undefined): string[] {
  const { blocks, unclear } = readable(variables);
  const seen = new Set<string>();
  const found = blocks.flatMap((block) => {
    const name = String(textOf(field(block, "name")));
    const text = textOf(field(block, "value"));
    const value = typeof text === "string" ? text : undefined;
    const isTwice = seen.has(name);
    seen.add(name);
    const host = value === undefined ? undefined : hostIn(value);
    return [
      ...(isTwice ? [`it sets ${name} twice`] : []),
      ...(decidesAnything(name, value) && !workload?.variables?.includes(name)
        ? [
            workload?.secrets?.some(({ variable }) => variable === name)
              ? `it takes ${name}, which decides what runs, from a secret that no proof reads`
              : `it sets ${name}, which config does not`,
          ]
        : []),
      ...(host === undefined || host === ownHost ? [] : [`${name} leads to ${host} instead of ${ownHost}`]),
      ...(name === "DB_HOST" && isAbsent(field(block, "value_from"))
        ? ["DB_HOST does not come from its secret"]
        : []),
    ];
  });
  return [...unclear, ...found];
}
