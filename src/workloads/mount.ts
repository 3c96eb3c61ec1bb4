import type {
  DeploymentV1SpecTemplateSpecContainerVolumeMount,
  DeploymentV1SpecTemplateSpecVolume,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { secretsMountPath } from "../config/names";
import { DatabaseCertificates } from "./database-certificates";

/** A volume of a pod and where its container finds it. */
export class Mount {
  /** The secrets of a SecretProviderClass. Pods that read them only as variables need the mount as well. */
  static secrets(secretProviderClass: string): Mount {
    return new Mount("database-secrets", secretsMountPath, true, {
      csi: {
        driver: "secrets-store.csi.k8s.io",
        readOnly: true,
        volumeAttributes: { secretProviderClass },
      },
    });
  }

  /** The certificates that databases of the region are checked against. */
  static databaseCertificates(configMap: string): Mount {
    return new Mount("rds-ca", DatabaseCertificates.mountPath, true, { configMap: { name: configMap } });
  }

  /** The files of a ConfigMap. */
  static files(name: string, path: string, configMap: string): Mount {
    return new Mount(name, path, true, { configMap: { name: configMap } });
  }

  /** A folder that can be written to, and goes with the pod. All others belong to the read-only image. */
  static scratch(name: string, path: string, sizeLimit: string): Mount {
    return new Mount(name, path, false, { emptyDir: { sizeLimit } });
  }

  private constructor(
    private readonly name: string,
    private readonly path: string,
    private readonly readOnly: boolean,
    private readonly source: Omit<DeploymentV1SpecTemplateSpecVolume, "name">,
  ) {}

  /** As the pod declares it. */
  get volume(): DeploymentV1SpecTemplateSpecVolume {
    return { name: this.name, ...this.source };
  }

  /** As the container uses it. */
  get volumeMount(): DeploymentV1SpecTemplateSpecContainerVolumeMount {
    return { name: this.name, mountPath: this.path, readOnly: this.readOnly };
  }
}
