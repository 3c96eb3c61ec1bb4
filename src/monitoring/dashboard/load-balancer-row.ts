import { sharedInstance } from "../../config/instances";
import type { Environment } from "../../config/model";
import { organizationPrefix } from "../../config/names";
import type { Row } from "./grid";
import { graph, search } from "./widgets";

/** Load balancers in front of instances, and the functions that register their targets. */
export function loadBalancerRow(environment: Environment): Row {
  const { name, region } = environment;
  return {
    heading: "Do load balancers lead to the instance?",
    widgets: [
      graph(region, {
        title: "Targets, healthy and unhealthy",
        lines: [
          search({
            schema: "AWS/NetworkELB,LoadBalancer,TargetGroup",
            metric: "HealthyHostCount",
            dimension: "LoadBalancer",
            prefixes: [`net/${name}`],
            stat: "Maximum",
          }),
        ],
      }),
      graph(region, {
        title: "Targets follow the instance (1: they do)",
        lines: [
          search({
            schema: "DatabaseTargets,Database",
            metric: "Reconciled",
            dimension: "Database",
            prefixes: [sharedInstance(environment).identifier, organizationPrefix(environment)],
            stat: "Minimum",
          }),
        ],
      }),
    ],
  };
}
