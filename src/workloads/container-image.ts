import { image } from "../config/schema/image";

/** An image that this project chooses. renovate.json finds the versions by the shape of these lines. */
export class ContainerImage {
  /** Open-source edition, for amd64 and arm64; MB_DB_AWS_IAM needs 0.58. Pin the digest too once you have a mirror. */
  static readonly METABASE = new ContainerImage("metabase/metabase:v0.64.6");
  /** Node.js for pods that check connections: 20 or later. Nodes pull it, through the NAT gateways. */
  static readonly NODEJS = new ContainerImage("public.ecr.aws/docker/library/node:22.20.0-alpine");
  /** PostgreSQL's own client programs, no older than the newest server that config allows. */
  static readonly POSTGRESQL = new ContainerImage("public.ecr.aws/docker/library/postgres:17.6-alpine");

  /**
   * Another image, such as a copy in a private registry.
   *
   * @throws Error where the reference names no version
   */
  static of(reference: string): ContainerImage {
    const { error } = image.safeParse(reference);
    if (error) throw new Error(error.issues.map(({ message }) => message).join("; "));
    return new ContainerImage(reference);
  }

  private constructor(
    /** As a container names it: `registry/name:tag`. */
    readonly reference: string,
  ) {}
}
