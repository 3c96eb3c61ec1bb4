import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { Construct } from "constructs";
import type { Environment, PlannerSettings } from "../config/model";
import { plannerRoleName } from "../config/names";
import { Role } from "../foundation/role";
import { plannerPermissions } from "./planner-permissions";

/** Group of Kubernetes whose rights src/platform gives. */
export const plannersGroup = "planners";

export interface PlannerProps {
  readonly environment: Environment;
  readonly planner: PlannerSettings;
  readonly clusterName: string;
}

/** The role that plans an environment: pull requests run their code with it before they are approved. */
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
