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
 * Who may reach which database and read which secret, derived from config's files only. It uses neither the constructs
 * nor the code that derives names and defaults for them, so the proof compares their output with an independent source.
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
