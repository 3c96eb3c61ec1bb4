import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { SecretEntry } from "./credentials";
import { CustomResource } from "./custom-resource";

/** One secret of Secrets Manager, mounted as files and copied into a Kubernetes secret for environment variables. */
export interface MountedSecret {
  readonly name: string;
  readonly entries: SecretEntry[];
  /** Name of the Kubernetes secret; it is there while a pod mounts the class. */
  readonly kubernetesSecret: string;
}

export interface SecretProviderClassProps {
  readonly name: string;
  readonly namespace: string;
  readonly region: string;
  readonly secrets: MountedSecret[];
}

/** Tells the Secrets Store CSI driver which secrets a pod mounts, and under which names. */
export class SecretProviderClass extends Construct {
  readonly name: string;
  /** To start pods after it. */
  readonly manifest: CustomResource;

  constructor(scope: Construct, id: string, { name, namespace, region, secrets }: SecretProviderClassProps) {
    super(scope, id);
    this.name = name;
    this.manifest = new CustomResource(this, "Resource", {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: { name, namespace },
      spec: {
        provider: "aws",
        // Without a region the provider asks the API server for the node's, at every mount.
        parameters: { region, objects: Fn.yamlencode(secrets.map(secretsManagerObject)) },
        secretObjects: secrets.map(kubernetesSecret),
      },
    });
  }
}

function secretsManagerObject({ name, entries }: MountedSecret) {
  const object = { objectName: name, objectType: "secretsmanager" };
  const [whole] = entries.filter(({ path }) => !path);
  return whole
    ? { ...object, objectAlias: whole.alias }
    : { ...object, jmesPath: entries.map(({ path, alias }) => ({ path, objectAlias: alias })) };
}

const kubernetesSecret = (secret: MountedSecret) => ({
  secretName: secret.kubernetesSecret,
  type: "Opaque",
  data: secret.entries.map(({ alias, key }) => ({ objectName: alias, key })),
});
