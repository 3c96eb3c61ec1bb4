/** Date and region of these prices. They are list prices in USD, without tax. */
export const asOf = { date: "2026-11-25", region: "us-east-1" };

/** Unit of a price. */
export type Unit = "hour" | "month" | "GiB and month";

export interface Price {
  readonly usd: number;
  readonly per: Unit;
  /** Page of AWS with the price. */
  readonly source: string;
}

const price = (usd: number, per: Unit, source: string): Price => ({ usd, per, source });

const vpc = "https://aws.amazon.com/vpc/pricing/";
const rds = "https://aws.amazon.com/rds/postgresql/pricing/";
const cloudwatch = "https://aws.amazon.com/cloudwatch/pricing/";

export const prices = {
  cluster: price(0.1, "hour", "https://aws.amazon.com/eks/pricing/"),
  nodeVolume: price(0.08, "GiB and month", "https://aws.amazon.com/ebs/pricing/"),
  natGateway: price(0.045, "hour", vpc),
  publicAddress: price(0.005, "hour", vpc),
  /** Per zone. */
  interfaceEndpoint: price(0.01, "hour", "https://aws.amazon.com/privatelink/pricing/"),
  /**
   * Of VPC Lattice. The page shows it only in a browser; AWS's price list contains it as usage
   * `VpcEndpoint-Resource-Hours`.
   */
  resourceEndpoint: price(0.02, "hour", "https://aws.amazon.com/privatelink/pricing/"),
  /** Per zone with a copy. */
  databaseStorage: price(0.115, "GiB and month", rds),
  /** Per vCPU of the instance behind it. */
  proxy: price(0.015, "hour", "https://aws.amazon.com/rds/proxy/pricing/"),
  loadBalancer: price(0.0225, "hour", "https://aws.amazon.com/elasticloadbalancing/pricing/"),
  hostedZone: price(0.5, "month", "https://aws.amazon.com/route53/pricing/"),
  key: price(1, "month", "https://aws.amazon.com/kms/pricing/"),
  secret: price(0.4, "month", "https://aws.amazon.com/secrets-manager/pricing/"),
  /** Per metric that it evaluates. */
  alarm: price(0.1, "month", cloudwatch),
  metric: price(0.3, "month", cloudwatch),
} as const satisfies Readonly<Record<string, Price>>;

/** EC2, per hour. https://aws.amazon.com/ec2/pricing/on-demand/ */
export const instanceTypes: Readonly<Record<string, number>> = {
  "m7g.large": 0.0816,
  "m7g.xlarge": 0.1632,
  "m7g.2xlarge": 0.3264,
  "m7i.large": 0.1008,
  "m7i.xlarge": 0.2016,
};

/** Price of a spot instance as a share of the on-demand price; it varies by time and zone. */
export const spotShare = 0.45;

/** RDS for PostgreSQL in one zone, per hour, with the number of vCPUs by which a proxy is charged. */
export const databaseClasses: Readonly<
  Record<string, { readonly usd: number; readonly processors: number }>
> = {
  "db.t4g.micro": { usd: 0.016, processors: 2 },
  "db.t4g.small": { usd: 0.032, processors: 2 },
  "db.t4g.medium": { usd: 0.065, processors: 2 },
  "db.t4g.large": { usd: 0.129, processors: 2 },
  "db.m7g.large": { usd: 0.168, processors: 2 },
  "db.m7g.xlarge": { usd: 0.337, processors: 4 },
  "db.m7g.2xlarge": { usd: 0.674, processors: 8 },
};

/**
 * Per GiB through a gateway and through an endpoint. https://aws.amazon.com/vpc/pricing/
 * https://aws.amazon.com/privatelink/pricing/ https://aws.amazon.com/vpc/lattice/pricing/
 */
export const traffic = {
  natGateway: 0.045,
  interfaceEndpoint: 0.01,
  resourceEndpoint: 0.01,
  resourceGateway: 0.01,
};

/** Hours per month in AWS's prices. */
export const hours = 730;

/** A price per month. */
export const monthly = ({ usd, per }: Price): number => (per === "hour" ? usd * hours : usd);
