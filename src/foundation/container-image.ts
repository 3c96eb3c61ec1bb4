import type { Environment } from "../config/model";
import { image } from "../config/schema/image";

/** Registry and digests of images, from config. */
export type Images = Pick<Environment["images"], "registry" | "digests">;

/** An image that this project chooses. renovate.json matches the form of these lines. */
export class ContainerImage {
  /** Open-source edition, for amd64 and arm64; MB_DB_AWS_IAM requires 0.58. */
  static readonly METABASE = new ContainerImage("metabase/metabase:v0.64.6");
  /** Node.js for pods that check connections: 20 or later. Nodes pull it through the NAT gateways. */
  static readonly NODEJS = new ContainerImage("public.ecr.aws/docker/library/node:22.20.0-alpine");
  /** PostgreSQL client programs, at least as new as the newest server version that config allows. */
  static readonly POSTGRESQL = new ContainerImage("public.ecr.aws/docker/library/postgres:18.4-alpine");

  /** Images of the platform's charts, in the version that each chart specifies. */
  static readonly SECRETS_STORE_DRIVER = new ContainerImage(
    "registry.k8s.io/csi-secrets-store/driver:v1.6.1",
  );
  static readonly SECRETS_STORE_CRDS = new ContainerImage(
    "registry.k8s.io/csi-secrets-store/driver-crds:v1.6.1",
  );
  static readonly NODE_DRIVER_REGISTRAR = new ContainerImage(
    "registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.16.0",
  );
  static readonly LIVENESS_PROBE = new ContainerImage("registry.k8s.io/sig-storage/livenessprobe:v2.18.0");
  static readonly SECRETS_STORE_AWS_PROVIDER = new ContainerImage(
    "public.ecr.aws/aws-secrets-manager/secrets-store-csi-driver-provider-aws:3.1.1",
  );
  static readonly RELOADER = new ContainerImage("ghcr.io/stakater/reloader:v1.4.21");
  static readonly LOAD_BALANCER_CONTROLLER = new ContainerImage(
    "public.ecr.aws/eks/aws-load-balancer-controller:v3.5.0",
  );

  /**
   * Another image, such as a copy in a private registry.
   *
   * @throws Error if the reference contains no version
   */
  static of(reference: string): ContainerImage {
    const { error } = image.safeParse(reference);
    if (error) throw new Error(error.issues.map(({ message }) => message).join("; "));
    return new ContainerImage(reference);
  }

  private constructor(
    /** The full reference: `registry/name:tag`. */
    readonly reference: string,
  ) {}

  /** Last component of its name, by which config specifies its digest. */
  get name(): string {
    return this.repository.split("/").at(-1) as string;
  }

  /** Its tag and, if present, its digest. */
  get tag(): string {
    return this.reference.slice(this.repository.length + 1);
  }

  /** Its name without tag and digest. */
  get repository(): string {
    return this.reference.replace(/(:[^:/@]+)?(@.*)?$/, "");
  }

  /**
   * The same image as config requires it: with its full public name in a mirror, and with its digest. If a reference
   * has a tag and a digest, the digest is pulled.
   */
  from({ registry, digests }: Images): ContainerImage {
    const digest = digests[this.name as keyof Images["digests"]];
    const name = registry === undefined ? this.reference : `${registry}/${withRegistry(this.reference)}`;
    return new ContainerImage(digest === undefined ? name : `${name}@${digest}`);
  }
}

/** A name without a registry refers to Docker Hub. */
const withRegistry = (reference: string): string =>
  /^[^/]*[.:][^/]*\//.test(reference) ? reference : `docker.io/${reference}`;
