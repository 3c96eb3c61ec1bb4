/** Charts that were released for each other: the driver and, from version 3 on, a provider that needs its tokens. */
export class SecretsStoreVersions {
  /** Needs Kubernetes 1.30 or later. */
  static readonly DRIVER_1_6 = new SecretsStoreVersions("1.6.0", "3.1.1");

  /** Versions that this list lacks. Which go together is said in the provider's `Chart.lock`. */
  static of(driver: string, provider: string): SecretsStoreVersions {
    for (const [chart, version] of Object.entries({ driver, provider })) {
      if (!/^\d+\.\d+\.\d+$/.test(version)) {
        throw new Error(`Chart version of the ${chart} is "${version}": give an exact one, such as 1.6.0.`);
      }
    }
    return new SecretsStoreVersions(driver, provider);
  }

  private constructor(
    /** Version of the chart `secrets-store-csi-driver`. */
    readonly driver: string,
    /** Version of the chart `secrets-store-csi-driver-provider-aws`. */
    readonly provider: string,
  ) {}
}
