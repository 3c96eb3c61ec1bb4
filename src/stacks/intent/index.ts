import type { Intent } from "../../assurance";
import type { Environment } from "../../config/model";
import { clusterOf } from "./cluster";
import { deploymentOf } from "./deployment";
import { guide } from "./guide";
import { instancesOf } from "./instances";
import { networkOf } from "./network";
import { organizationOf } from "./organizations";
import { rolesOf } from "./roles";
import { sharedStack } from "./stack-names";

export { guide } from "./guide";

/**
 * Who is meant to reach which database and to read which secret, from what config's files say alone. Nothing here asks
 * the constructs, nor what makes names and fills in defaults for them, so that what they build is held against something
 * that they have no part in.
 */
export function intentOf({ declared }: Pick<Environment, "declared">): Intent {
  const { name, file, organizations } = declared;
  return {
    environment: name,
    instances: instancesOf(declared),
    organizations: organizations.map((organization) => organizationOf(declared, organization)),
    ...(file.applicationAccess && { applicationRanges: file.applicationAccess.allowedCidrs }),
    roles: rolesOf(declared),
    administrators: file.cluster.admins,
    ...(file.planner && {
      planner: { stack: sharedStack(declared, "cluster"), assumedBy: file.planner.assumedBy },
    }),
    network: networkOf(file),
    cluster: clusterOf(file),
    deployment: deploymentOf(declared),
    guide,
    exceptions: file.exceptions ?? [],
  };
}
