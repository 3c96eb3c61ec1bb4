import { SecretClasses } from "../../identity/model/mounts";
import { Names } from "../../identity/model/names";
import { type PodTemplate, readPodTemplates } from "../../identity/model/pods";
import { type SecretProviderClass, secretClasses } from "../../identity/model/secret-classes";
import {
  copiedVariables,
  decidesAnything,
  hostIn,
  knownFiles,
  platformVariables,
  siteVariable,
} from "../../known/pod-variables";
import { type Configuration, isAbsent, textOf, type Value, wordsOf } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { containersOf } from "../../workloads";
import { isCopy } from "../given-variables";
import { type Evidence, type Rule, violatedBy, type WorkloadChoices } from "../rule";
import { choicesFor } from "../workload-choices";

/** Reference that Kubernetes replaces by the address from the organization's secret. */
const ownHost = "$(DB_HOST)";

export const variablesKnown: Rule = {
  id: "variables-known",
  threat:
    "A variable or a file can load other code into a program, give it another identity, or direct it to another database.",
  check: ({ configuration, choices }: Evidence) => {
    const names = new Names(configuration);
    const classes = new SecretClasses(configuration, names);
    return [
      ...readPodTemplates(configuration, names).map((pod) => {
        const mounted = classes.mountedBy(pod).flatMap(({ found }) => found ?? []);
        return violatedBy(
          pod.address,
          variablesOf(pod).flatMap(wrongWith(workloadOf(pod, configuration, choices.workloads), mounted)),
        );
      }),
      ...configuration.derived(secretClasses).map((one) => violatedBy(one.address, wrongFiles(one))),
    ];
  },
};

/**
 * Config of a pod's workload; an empty value if config does not name it, which another rule judges.
 *
 * @returns undefined if it is not judged
 */
const workloadOf = (
  pod: PodTemplate,
  configuration: Configuration,
  choices: readonly WorkloadChoices[] | undefined,
): Said | undefined => choices && (choicesFor(pod, configuration, choices) ?? {});

type Said = Pick<WorkloadChoices, "variables" | "secrets" | "hostname">;

/** Variables per container, with the parts of each list that cannot be read. */
const variablesOf = ({ spec }: PodTemplate) =>
  containersOf(spec).map((container) => readable(field(container, "env")));

const wrongWith =
  (workload: Said | undefined, mounted: readonly SecretProviderClass[]) =>
  ({ blocks, unclear }: ReturnType<typeof readable>): string[] => {
    const names = blocks.map((block) => wordsOf(field(block, "name")));
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    return [
      ...unclear,
      ...twice.map((name) => `it sets ${name} twice`),
      ...blocks.flatMap((block, index) => wrongIn(names[index] as string, block, workload, mounted)),
    ];
  };

function wrongIn(
  name: string,
  block: Value,
  workload: Said | undefined,
  mounted: readonly SecretProviderClass[],
): string[] {
  const { variables = {}, secrets = [], hostname } = workload ?? {};
  const text = textOf(field(block, "value"));
  const value = typeof text === "string" && isAbsent(field(block, "value_from")) ? text : undefined;
  if (secrets.some(({ variable }) => name === variable || name === `${variable}_FILE`))
    return decidesAnything(name) ? [`it reads ${name}, which decides what runs, from a secret`] : [];
  if (variables[name] !== undefined)
    return [
      ...(value === variables[name] ? [] : [`it sets ${name} to another value than config`]),
      ...led(name, value),
    ];
  if (copiedVariables.includes(name))
    return isCopy(block, mounted) ? [] : [`${name} does not come from the file of that name in its secret`];
  const isOwn =
    value !== undefined &&
    (platformVariables[name]?.test(value) || (name === siteVariable && value === `https://${hostname}`));
  if (isOwn) return [];
  const host = led(name, value);
  if (host.length > 0) return host;
  return workload || decidesAnything(name) || platformVariables[name]
    ? [`it sets ${name}, which config does not`]
    : [];
}

function led(name: string, value: string | undefined): string[] {
  const host = value === undefined ? undefined : hostIn(value);
  return host === undefined || host === ownHost ? [] : [`${name} leads to ${host} instead of ${ownHost}`];
}

/** Files with other names are compared with config individually. */
const wrongFiles = ({ objects }: SecretProviderClass): string[] =>
  objects
    .flatMap(({ files }) => files)
    .filter(({ name, path }) => knownFiles[name]?.test(path ?? "") === false)
    .map(({ name, path }) => `its file ${name} is ${path ?? "not readable"}`);
