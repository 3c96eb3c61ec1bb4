/** A Helm chart of one exact version. renovate.json finds the versions by the shape of these lines. */
export class Chart {
  /** The Secrets Store CSI driver. Needs Kubernetes 1.30 or later. 1.6.0 wrote every copy again each time it looked at it. */
  static readonly SECRETS_STORE_DRIVER = new Chart(
    "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts",
    "secrets-store-csi-driver",
    "1.6.1",
  );
  /** Its provider for AWS, which from version 3 on needs the driver's tokens: its `Chart.yaml` takes any driver of version 1. */
  static readonly SECRETS_STORE_AWS_PROVIDER = new Chart(
    "https://aws.github.io/secrets-store-csi-driver-provider-aws",
    "secrets-store-csi-driver-provider-aws",
    "3.1.1",
  );
  /** https://github.com/stakater/Reloader/blob/master/deployments/kubernetes/chart/reloader/Chart.yaml */
  static readonly RELOADER = new Chart("https://stakater.github.io/stakater-charts", "reloader", "2.2.16");
  /** https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/helm/aws-load-balancer-controller/Chart.yaml */
  static readonly LOAD_BALANCER_CONTROLLER = new Chart(
    "https://aws.github.io/eks-charts",
    "aws-load-balancer-controller",
    "3.5.0",
  );

  /**
   * A chart, or a version, that this list lacks.
   *
   * @throws Error where the version is not exact: it could change between plan and apply
   */
  static of(repository: string, name: string, version: string): Chart {
    if (!/^\d+\.\d+\.\d+$/.test(version))
      throw new Error(`Chart version of ${name} is "${version}": give an exact one, such as 1.6.0.`);
    return new Chart(repository, name, version);
  }

  private constructor(
    /** Its public repository. */
    readonly repository: string,
    readonly name: string,
    readonly version: string,
  ) {}

  /** What a Helm release says of its chart. @param mirror repository that holds it in place of the public one */
  release(mirror?: string) {
    return {
      name: this.name,
      chart: this.name,
      repository: mirror ?? this.repository,
      version: this.version,
    };
  }
}
