import type { Construct } from "constructs";
import { type Traits, traitsOf } from "../config/facts/topologies";
import { isPooled } from "../config/instances";
import type { Environment } from "../config/model";
import { DirectPath } from "./direct-path";
import type { Path, PathProps } from "./path";
import { PrivateLinkPath } from "./private-link-path";
import { ProxyPath } from "./proxy-path";
import { ResourceEndpointPath } from "./resource-endpoint-path";

interface PathKind {
  readonly entrance: keyof Environment["network"]["subnets"];
  new (scope: Construct, id: string, props: PathProps): Path;
}

const kinds: Readonly<Record<Traits["path"], PathKind>> = {
  direct: DirectPath,
  "endpoint-service": PrivateLinkPath,
  "resource-gateway": ResourceEndpointPath,
};

const kindOf = (environment: Environment): PathKind => kinds[traitsOf(environment).path];

/** The path to an instance in the environment's topology, with a proxy if the instance is pooled. */
export const createPath = (scope: Construct, id: string, props: PathProps): Path =>
  isPooled(props.database.settings)
    ? new ProxyPath(scope, id, props)
    : new (kindOf(props.environment))(scope, id, props);

/**
 * Networks that contain the first addresses of the paths to all instances: those of the instances, or of their
 * endpoints. Proxies are in the subnets of their instances.
 */
export const entranceNetworks = (environment: Environment): readonly string[] =>
  environment.network.subnets[kindOf(environment).entrance];
