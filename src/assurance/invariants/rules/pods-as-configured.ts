import { Names } from "../../identity/model/names";
import { type PodTemplate, readPodTemplates } from "../../identity/model/pods";
import { objectName } from "../../identity/model/service-accounts";
import type { Text } from "../../identity/policy/text";
import { manifestsOf } from "../../manifests";
import { type Configuration, isAbsent, textOf, type Value, wordsOf } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { containersOf } from "../../workloads";
import { type Evidence, type Finding, type Rule, violatedBy, type WorkloadChoices } from "../rule";
import { choicesFor } from "../workload-choices";

export const podsAsConfigured: Rule = {
  id: "pods-as-configured",
  threat:
    "Another image, a second container, or a token in a volume has the same service account, groups and credentials.",
  check: ({ configuration, choices }: Evidence) => {
    const names = new Names(configuration);
    const made = { secrets: syncedSecrets(configuration, names), maps: declaredMaps(configuration, names) };
    return readPodTemplates(configuration, names).map((pod) =>
      judgePod(pod, choices.workloads, configuration, made),
    );
  },
};

/** What pods may use of their namespace, by namespace and name. */
interface Mountable {
  /** Kubernetes secrets that SecretProviderClasses make. */
  readonly secrets: ReadonlySet<string>;
  /** ConfigMaps of the configuration, of which another rule judges the content. */
  readonly maps: ReadonlySet<string>;
}

function judgePod(
  pod: PodTemplate,
  choices: readonly WorkloadChoices[] | undefined,
  configuration: Configuration,
  made: Mountable,
): Finding {
  const { address, namespace, spec } = pod;
  const metadata = configuration.find(address)?.get("metadata");
  const name = wordsOf(field(metadata, "name"));
  const workload = choicesFor(pod, configuration, choices);
  const found = [
    ...(choices && !workload ? [`config names no workload ${namespace.literal ?? namespace}/${name}`] : []),
    ...(workload ? [...wrongContainers(spec, workload), ...wrongPullSecrets(spec, workload)] : []),
    ...secretsOf(spec)
      .filter((secret) => !made.secrets.has(`${namespace.key}/${secret}`))
      .map(
        (secret) =>
          `it reads the Kubernetes secret ${secret}, which no SecretProviderClass of its namespace creates`,
      ),
    ...mapsOf(spec, new Names(configuration))
      .filter((map) => !made.maps.has(`${namespace.key}/${map.key}`))
      .map((map) => `it mounts the ConfigMap ${map}, which no stack declares in its namespace`),
    ...tokensOf(spec),
  ];
  return violatedBy(address, found);
}

function wrongContainers(spec: Value, { image }: WorkloadChoices): string[] {
  const { blocks: containers, unclear } = readable(field(spec, "container"));
  const first = readable(field(spec, "init_container"));
  const found = containers.map((container) => wordsOf(field(container, "image")));
  return [
    ...unclear,
    ...first.unclear,
    ...(containers.length === 1 ? [] : [`it has ${containers.length} containers`]),
    ...first.blocks.map((container) => `${textOf(field(container, "name"))} runs before its container`),
    ...found
      .filter((one) => (image.endsWith(":") ? !isVersionOf(one, image) : one !== image))
      .map((one) => `it runs the image ${one} instead of ${image.replace(/:$/, "")}`),
  ];
}

/** Another pull secret would select another source of the image. */
function wrongPullSecrets(spec: Value, { pullSecret }: WorkloadChoices): string[] {
  const { blocks, unclear } = readable(field(spec, "image_pull_secrets"));
  const found = blocks.map((block) => String(textOf(field(block, "name"))));
  const isMeant = found.length === (pullSecret === undefined ? 0 : 1) && found[0] === pullSecret;
  return [
    ...unclear,
    ...(isMeant
      ? []
      : [`its image is pulled with ${found.join(", ") || "no secret"} instead of ${pullSecret ?? "none"}`]),
  ];
}

const isVersionOf = (found: string, image: string): boolean =>
  found.startsWith(image) && /^v?\d[\w.-]*(@sha256:[0-9a-f]{64})?$/.test(found.slice(image.length));

/** Kubernetes secrets that SecretProviderClasses create, by namespace and name. */
function syncedSecrets(configuration: Configuration, names: Names): ReadonlySet<string> {
  return new Set(
    configuration.derived(manifestsOf, "SecretProviderClass").flatMap((resource) => {
      const manifest = resource.get("manifest");
      const namespace = names.text(field(manifest, "metadata", "namespace"));
      return readable(field(manifest, "spec", "secretObjects")).blocks.map(
        (object) => `${namespace.key}/${textOf(field(object, "secretName"))}`,
      );
    }),
  );
}

/** ConfigMaps that stacks declare, by namespace and name. */
const declaredMaps = (configuration: Configuration, names: Names): ReadonlySet<string> =>
  new Set(
    configuration.resources("kubernetes_config_map_v1").map((map) => {
      const { namespace, name } = objectName(names, map);
      return `${namespace.key}/${name.key}`;
    }),
  );

const mapsOf = (spec: Value, names: Names): Text[] =>
  readable(field(spec, "volume"))
    .blocks.map((volume) => field(volume, "config_map", "name"))
    .flatMap((name) => (isAbsent(name) ? [] : names.text(name)));

/** Names of Kubernetes secrets that a pod reads as variables or files. */
function secretsOf(spec: Value): string[] {
  const volumes = readable(field(spec, "volume")).blocks.map((volume) =>
    field(volume, "secret", "secret_name"),
  );
  const variables = containersOf(spec).flatMap((container) => [
    ...readable(field(container, "env")).blocks.map((one) =>
      field(one, "value_from", "secret_key_ref", "name"),
    ),
    ...readable(field(container, "env_from")).blocks.map((one) => field(one, "secret_ref", "name")),
  ]);
  return [...volumes, ...variables].filter((value) => !isAbsent(value)).map((value) => String(textOf(value)));
}

/** A projected token of the service account may have any audience. */
const tokensOf = (spec: Value): string[] =>
  readable(field(spec, "volume"))
    .blocks.filter((volume) => !isAbsent(field(volume, "projected")))
    .map((volume) => `its volume ${textOf(field(volume, "name"))} projects tokens or secrets`);
