import { Fn } from "cdktf";
import { Construct } from "constructs";
import { CustomResource } from "../foundation/custom-resource";
import type { SecretEntry } from "./credentials";

/** One secret of Secrets Manager, mounted as files. */
export interface MountedSecret {
  readonly name: string;
  readonly entries: readonly SecretEntry[];
  /** File with the secret's whole text, if entries are parts of it. */
  readonly whole?: string;
  /** Kubernetes secret to which the driver copies it while a pod mounts the class. @default - none */
  readonly kubernetesSecret?: string;
}

export interface SecretProviderClassProps {
  readonly name: string;
  readonly namespace: string;
  readonly region: string;
  readonly secrets: MountedSecret[];
}

/** Tells the Secrets Store CSI driver which secrets a pod mounts, and under which file names. */
export class SecretProviderClass extends Construct {
  readonly name: string;
  /** For `dependsOn` of pods. */
  readonly manifest: CustomResource;

  constructor(scope: Construct, id: string, { name, namespace, region, secrets }: SecretProviderClassProps) {
    super(scope, id);
    this.name = name;
    const copies = secrets.flatMap(kubernetesSecret);
    this.manifest = new CustomResource(this, "Resource", {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: { name, namespace },
      spec: {
        provider: "aws",
        // Without a region, the provider would ask the API server for the node's region at every mount.
        parameters: { region, objects: Fn.yamlencode(secrets.map(secretsManagerObject)) },
        ...(copies.length > 0 && { secretObjects: copies }),
      },
    });
  }
}

function secretsManagerObject({ name, entries, whole }: MountedSecret) {
  const object = { objectName: name, objectType: "secretsmanager" };
  const [text] = entries.filter(({ path }) => !path);
  return text
    ? { ...object, objectAlias: text.alias }
    : {
        ...object,
        ...(whole && { objectAlias: whole }),
        jmesPath: entries.map(({ path, alias }) => ({ path, objectAlias: alias })),
      };
}

const kubernetesSecret = ({ kubernetesSecret: secretName, entries }: MountedSecret) =>
  secretName
    ? [
        {
          secretName,
          type: "Opaque",
          data: entries.flatMap(({ alias, key }) => (key ? [{ objectName: alias, key }] : [])),
        },
      ]
    : [];
