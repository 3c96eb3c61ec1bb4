/** Parts of an ARN that say where a resource is. */
export interface ArnParts {
  /** Empty for IAM, which has no regions. */
  readonly region: string;
  readonly account: string;
  /** Type and name, such as `role/platform`. */
  readonly resource: string;
}

/** Reads an ARN that the schema has accepted, or that AWS has returned. */
export function partsOf(arn: string): ArnParts {
  const [, , , region = "", account = "", ...resource] = arn.split(":");
  return { region, account, resource: resource.join(":") };
}
