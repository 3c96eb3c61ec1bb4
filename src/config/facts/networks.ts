import { contains, parseNetwork } from "../cidr";

/** Private networks: RFC 1918, and RFC 6598, which EKS supports for VPCs as well. */
export const privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"] as const;

/** Whether every address of a range is private. */
export const isPrivateNetwork = (range: string): boolean =>
  privateNetworks.some((network) => contains(parseNetwork(network), parseNetwork(range)));

/** Addresses that are never routed on the Internet. https://www.iana.org/assignments/iana-ipv4-special-registry */
export const reservedNetworks = [
  ...privateNetworks,
  "0.0.0.0/8",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "224.0.0.0/3",
] as const;

/**
 * Networks in which EKS accepts a range of services, with a prefix of /12 to /24.
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
 */
export const serviceNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] as const;
export const largestServicePrefix = 12;
export const smallestServicePrefix = 24;

/** Ranges of services from which EKS chooses by default. */
export const defaultServiceCidrs = ["172.20.0.0/16", "10.100.0.0/16"] as const;

/** Range that AWS services use internally. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export const networkOfAwsServices = "172.17.0.0/16";

/**
 * Prefix lengths of the largest and the smallest VPC and subnet.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export const largestPrefix = 16;
export const smallestPrefix = 28;
