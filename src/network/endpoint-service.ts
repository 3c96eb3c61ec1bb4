import type { Environment } from "../config/model";

/** Full name of an interface endpoint's service: `com.amazonaws.eu-west-1.sts`. */
export const interfaceEndpointService = ({ region }: Environment, service: string): string =>
  `com.amazonaws.${region}.${service}`;

/** Full name of a gateway endpoint's service. */
export const gatewayEndpointService = ({ region }: Environment, service: "s3"): string =>
  `com.amazonaws.${region}.${service}`;
