import type {
  DeploymentV1SpecTemplateSpecContainerVolumeMount,
  DeploymentV1SpecTemplateSpecVolume,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { secretsMountPath } from "../config/names";
import { DatabaseCertificates } from "./database-certificates";

/** A volume of a pod, with its mount path. */
export class Mount {
  /** The secrets of a SecretProviderClass. Pods that only read them as variables need the mount as well. */
  static secrets(secretProviderClass: string): Mount {
    return new Mount("database-secrets", secretsMountPath, true, {
      csi: {
        driver: "secrets-store.csi.k8s.io",
        readOnly: true,
        volumeAttributes: { secretProviderClass },
      },
    });
  }

  /** CA certificates of the region's databases. */
  static databaseCertificates(configMap: string): Mount {
    return new Mount("rds-ca", DatabaseCertificates.mountPath, true, { configMap: { name: configMap } });
  }

  /** Files of a ConfigMap. */
  static files(name: string, path: string, configMap: string): Mount {
    return new Mount(name, path, true, { configMap: { name: configMap } });
  }

  /** A writable folder that is deleted with the pod. The image is read-only otherwise. */
  static scratch(name: string, path: string, sizeLimit: string): Mount {
    return new Mount(name, path, false, { emptyDir: { sizeLimit } });
  }

  private constructor(
    private readonly name: string,
    private readonly path: string,
    private readonly readOnly: boolean,
    private readonly source: Omit<DeploymentV1SpecTemplateSpecVolume, "name">,
  ) {}

  /** The volume in the pod's spec. */
  get volume(): DeploymentV1SpecTemplateSpecVolume {
    return { name: this.name, ...this.source };
  }

  /** The mount in the container's spec. */
  get volumeMount(): DeploymentV1SpecTemplateSpecContainerVolumeMount {
    return { name: this.name, mountPath: this.path, readOnly: this.readOnly };
  }
}
