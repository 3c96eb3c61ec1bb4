import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { Construct } from "constructs";
import type { Environment, PlannerSettings } from "../config/model";
import { plannerRoleName } from "../config/names";
import { Role } from "../foundation/role";
import { plannerPermissions } from "./planner-permissions";

/** Kubernetes group of planners; src/platform grants its rights. */
export const plannersGroup = "planners";

export interface PlannerProps {
  readonly environment: Environment;
  readonly planner: PlannerSettings;
  readonly clusterName: string;
}

/**
 * The role that plans an environment. Its threat is code of a pull request, which runs with this role before a review.
 */
export class Planner extends Construct {
  constructor(scope: Construct, id: string, { environment, planner, clusterName }: PlannerProps) {
    super(scope, id);
    const role = new PlannerRole(this, "role", environment, planner);
    new EksAccessEntry(this, "access", {
      clusterName,
      principalArn: role.arn,
      kubernetesGroups: [plannersGroup],
      type: "STANDARD",
    });
  }
}

class PlannerRole extends Role {
  constructor(scope: Construct, id: string, environment: Environment, { assumedBy }: PlannerSettings) {
    const props = {
      environment,
      name: plannerRoleName(environment),
      description: `Plans the stacks of ${environment.name}: reads, changes nothing, sees no secret`,
      statements: plannerPermissions(environment),
    };
    super(scope, id, props, {
      actions: ["sts:AssumeRole"],
      principals: [{ type: "AWS", identifiers: [...assumedBy].sort() }],
    });
  }
}
