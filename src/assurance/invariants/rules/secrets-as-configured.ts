import { SecretClasses } from "../../identity/model/mounts";
import { Names } from "../../identity/model/names";
import { type PodTemplate, readPodTemplates } from "../../identity/model/pods";
import type { MountedObject, SecretProviderClass } from "../../identity/model/secret-classes";
import { field, readable } from "../../terraform/blocks";
import { isGiven } from "../given-variables";
import {
  type AskedSecret,
  type Evidence,
  type Finding,
  type Rule,
  violatedBy,
  type WorkloadChoices,
} from "../rule";
import { choicesFor, choicesIn } from "../workload-choices";

export const secretsAsConfigured: Rule = {
  id: "secrets-as-configured",
  threat:
    "A value from another secret or key, or a literal value, is a credential that was not intended for this program.",
  check: ({ configuration, choices }: Evidence) => {
    const names = new Names(configuration);
    const classes = new SecretClasses(configuration, names);
    return readPodTemplates(configuration, names).flatMap((pod): Finding[] => {
      const workload = choicesFor(pod, configuration, choices.workloads);
      if (!workload) return [];
      const ofNamespace = choicesIn(workload.namespace, choices.workloads ?? []);
      const mounted = classes.mountedBy(pod).flatMap(({ found }) => found ?? []);
      const found = [
        ...(workload.secrets ?? []).flatMap((secret) => wrongIn(secret, mounted, pod)),
        ...(workload.generated ?? []).flatMap((variable) => notGiven(variable, mounted, pod)),
        ...strange(workload, ofNamespace, mounted),
      ];
      return [violatedBy(pod.address, found)];
    });
  },
};

/** Differences in how a variable's value gets from its secret to a file, and from there to the container. */
function wrongIn(
  { variable, secret, key }: AskedSecret,
  mounted: readonly SecretProviderClass[],
  pod: PodTemplate,
): string[] {
  const sources = mounted
    .flatMap(({ objects }) => objects)
    .flatMap((object) => object.files.map((file) => ({ object, file })))
    .filter(({ file }) => file.name === variable);
  const [source, ...more] = sources;
  if (!source || more.length > 0)
    return [`${sources.length} files are mounted as ${variable}, and config declares one`];
  const { object, file } = source;
  return [
    ...(isOf(object, secret)
      ? []
      : [`${variable} comes from ${object.secrets.join(" or ")}, and config names ${secret}`]),
    ...(file.path === key || file.path === JSON.stringify(key)
      ? []
      : [`${variable} is ${file.path ?? "not known"} of its secret, and config names ${key}`]),
    ...notGiven(variable, mounted, pod),
  ];
}

const notGiven = (
  variable: string,
  mounted: readonly SecretProviderClass[],
  { spec }: PodTemplate,
): string[] =>
  readable(field(spec, "container")).blocks.flatMap((container) =>
    isGiven(variable, container, mounted)
      ? []
      : [`the container does not read ${variable} from the file of that name`],
  );

const isOf = ({ secrets: [first, ...others] }: MountedObject, secret: string): boolean =>
  first?.literal === secret && others.length === 0;

/** Secrets in the namespace that config does not intend for this workload. */
function strange(
  { secrets = [] }: WorkloadChoices,
  neighbours: readonly WorkloadChoices[],
  mounted: readonly SecretProviderClass[],
): string[] {
  const own = secrets.map(({ secret }) => secret);
  const others = neighbours
    .flatMap((one) => (one.secrets ?? []).map(({ secret }) => secret))
    .filter((secret) => !own.includes(secret));
  return mounted
    .flatMap(({ objects }) => objects.flatMap((object) => object.secrets))
    .filter(({ literal }) => literal !== undefined && others.includes(literal))
    .map((secret) => `it mounts ${secret}, which config does not give to it`);
}
