/** A Helm chart in an exact version. renovate.json matches the form of these lines. */
export class Chart {
  /**
   * The Secrets Store CSI driver. Requires Kubernetes 1.30 or later. 1.6.0 rewrote every copied secret at each poll.
   */
  static readonly SECRETS_STORE_DRIVER = new Chart(
    "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts",
    "secrets-store-csi-driver",
    "1.6.1",
  );
  /**
   * Its provider for AWS. From version 3 on, the provider requires tokens of the driver, although its `Chart.yaml`
   * accepts any driver of version 1.
   */
  static readonly SECRETS_STORE_AWS_PROVIDER = new Chart(
    "https://aws.github.io/secrets-store-csi-driver-provider-aws",
    "secrets-store-csi-driver-provider-aws",
    "3.1.1",
  );
  /** Source: https://github.com/stakater/Reloader/blob/master/deployments/kubernetes/chart/reloader/Chart.yaml */
  static readonly RELOADER = new Chart("https://stakater.github.io/stakater-charts", "reloader", "2.2.16");
  /**
   * Source:
   * https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/helm/aws-load-balancer-controller/Chart.yaml
   */
  static readonly LOAD_BALANCER_CONTROLLER = new Chart(
    "https://aws.github.io/eks-charts",
    "aws-load-balancer-controller",
    "3.5.0",
  );

  private constructor(
    /** Its public chart repository. */
    readonly repository: string,
    readonly name: string,
    readonly version: string,
  ) {}

  /**
   * Chart arguments of a Helm release.
   *
   * @param mirror repository to use instead of the public one
   */
  release(mirror?: string) {
    return {
      name: this.name,
      chart: this.name,
      repository: mirror ?? this.repository,
      version: this.version,
    };
  }
}
