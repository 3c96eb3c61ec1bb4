import { parse } from "yaml";
import { absent, type Configuration, decodedJson, isAbsent, textOf, type Value } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { Text } from "../policy/text";
import type { Names } from "./names";
import { unclear } from "./names";
import { type PodTemplate, readPodTemplates } from "./pods";

/** A secret of Secrets Manager that pods mount through the Secrets Store CSI driver. */
export interface Mount {
  /** The workload. */
  readonly address: string;
  readonly namespace: Text;
  readonly serviceAccount: Text;
  readonly secretProviderClass: string;
  /** Name or ARN of the secret, as the class has it. */
  readonly secret: Text;
}

/** Secrets that classes have the driver copy into Kubernetes secrets. */
export const readCopied = (configuration: Configuration, names: Names): Text[] =>
  classesIn(configuration)
    .filter(({ manifest }) => !isAbsent(field(manifest, "spec", "secretObjects")))
    .flatMap(({ manifest }) =>
      objectsOf(field(manifest, "spec", "parameters", "objects")).flatMap((object) =>
        secretsOf(object, names),
      ),
    );

/** A file that a class puts together from values of a secret. */
export interface ComposedFile {
  /** The class. */
  readonly address: string;
  /** Name of the file. */
  readonly name: string;
  /** The JMESPath that makes its text; undefined where that cannot be read. */
  readonly path: string | undefined;
}

export const composedFiles = (configuration: Configuration): ComposedFile[] =>
  classesIn(configuration).flatMap(({ address, manifest }) =>
    objectsOf(field(manifest, "spec", "parameters", "objects")).flatMap((object) =>
      readable(field(object, "jmesPath")).blocks.map((entry) => {
        const path = textOf(field(entry, "path"));
        return {
          address,
          name: String(textOf(field(entry, "objectAlias"))),
          path: typeof path === "string" ? path : undefined,
        };
      }),
    ),
  );

interface SecretProviderClass {
  readonly key: string;
  readonly name: string;
  readonly secrets: readonly Text[];
}

export function readMounts(configuration: Configuration, names: Names): Mount[] {
  const classes = new Map(secretProviderClasses(configuration, names).map((found) => [found.key, found]));
  return readPodTemplates(configuration, names).flatMap((pod) =>
    mountedClasses(pod, names).flatMap((name): Mount[] => {
      const found = classes.get(keyOfClass(pod.namespace, name));
      const secrets = found?.secrets ?? [unclear(`SecretProviderClass ${name}, which is not declared`)];
      return secrets.map((secret) => ({
        address: pod.address,
        namespace: pod.namespace,
        serviceAccount: pod.serviceAccount,
        secretProviderClass: String(name),
        secret,
      }));
    }),
  );
}

function mountedClasses({ spec }: PodTemplate, names: Names): Text[] {
  const { blocks } = readable(field(spec, "volume"));
  return blocks
    .map((volume) => field(volume, "csi"))
    .filter((csi) => textOf(field(csi, "driver")) === "secrets-store.csi.k8s.io")
    .map((csi) => names.text(field(csi, "volume_attributes", "secretProviderClass")));
}

const classesIn = (configuration: Configuration) =>
  configuration
    .resources("kubernetes_manifest")
    .map((resource) => ({ address: resource.address, manifest: decoded(resource.get("manifest")) }))
    .filter(({ manifest }) => textOf(field(manifest, "kind")) === "SecretProviderClass");

function secretProviderClasses(configuration: Configuration, names: Names): SecretProviderClass[] {
  return classesIn(configuration).map(({ manifest }) => {
    const name = names.text(field(manifest, "metadata", "name"));
    return {
      key: keyOfClass(names.text(field(manifest, "metadata", "namespace")), name),
      name: String(name),
      secrets: objectsOf(field(manifest, "spec", "parameters", "objects")).flatMap((object) =>
        secretsOf(object, names),
      ),
    };
  });
}

function secretsOf(object: Value, names: Names): Text[] {
  if (textOf(field(object, "objectType")) === "ssmparameter") return [];
  const failover = field(object, "failoverObject", "objectName");
  const main = field(object, "objectName");
  return [main, failover].filter((name) => !isAbsent(name)).map((name) => names.text(name));
}

/** The driver reads its objects from a text of YAML. */
function objectsOf(value: Value): readonly Value[] {
  const content = value.kind === "encoded" ? value.content : fromYaml(value);
  return content.kind === "list" ? content.items : [content];
}

function fromYaml(value: Value): Value {
  if (value.kind !== "constant") return value;
  try {
    return decodedJson({ kind: "constant", value: JSON.stringify(parse(String(value.value))) });
  } catch {
    return absent;
  }
}

const decoded = (manifest: Value): Value => (manifest.kind === "encoded" ? manifest.content : manifest);

const keyOfClass = (namespace: Text, name: Text): string => Text.join(namespace, "/", name).key;
