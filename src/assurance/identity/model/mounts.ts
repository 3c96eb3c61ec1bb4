import { type Configuration, textOf } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { Text } from "../policy/text";
import type { Names } from "./names";
import { unclear } from "./names";
import { type PodTemplate, readPodTemplates } from "./pods";
import { type SecretProviderClass, secretClasses } from "./secret-classes";

/** A secret that pods mount through the Secrets Store CSI driver. */
export interface Mount {
  /** Address of the workload. */
  readonly address: string;
  readonly namespace: Text;
  readonly serviceAccount: Text;
  readonly secretProviderClass: string;
  /** Address of the SecretProviderClass. @default - not declared */
  readonly classAddress?: string | undefined;
  /** Name or ARN of the secret in the class. */
  readonly secret: Text;
}

/** Secrets that classes copy to Kubernetes secrets. */
export const readCopied = (configuration: Configuration): Text[] =>
  configuration
    .derived(secretClasses)
    .filter(({ copies }) => copies.length > 0)
    .flatMap(({ objects }) => objects.flatMap(({ secrets }) => secrets));

export function readMounts(configuration: Configuration, names: Names): Mount[] {
  const classes = new SecretClasses(configuration, names);
  return readPodTemplates(configuration, names).flatMap((pod) =>
    classes.mountedBy(pod).flatMap(({ name, found }): Mount[] => {
      const secrets = found?.objects.flatMap((object) => object.secrets) ?? [
        unclear(`SecretProviderClass ${name}, which is not declared`),
      ];
      return secrets.map((secret) => ({
        address: pod.address,
        namespace: pod.namespace,
        serviceAccount: pod.serviceAccount,
        secretProviderClass: String(name),
        classAddress: found?.address,
        secret,
      }));
    }),
  );
}

/** Classes by the names that pods use. */
export class SecretClasses {
  private readonly byKey: ReadonlyMap<string, SecretProviderClass>;

  constructor(
    configuration: Configuration,
    private readonly names: Names,
  ) {
    this.byKey = new Map(
      configuration.derived(secretClasses).map((found) => [keyOfClass(found.namespace, found.name), found]),
    );
  }

  /** The classes that a pod's volumes name, each with its declaration if there is one. */
  mountedBy({ namespace, spec }: PodTemplate): { name: Text; found: SecretProviderClass | undefined }[] {
    return readable(field(spec, "volume"))
      .blocks.map((volume) => field(volume, "csi"))
      .filter((csi) => textOf(field(csi, "driver")) === "secrets-store.csi.k8s.io")
      .map((csi) => {
        const name = this.names.text(field(csi, "volume_attributes", "secretProviderClass"));
        return { name, found: this.byKey.get(keyOfClass(namespace, name)) };
      });
  }
}

const keyOfClass = (namespace: Text, name: Text): string => Text.join(namespace, "/", name).key;
