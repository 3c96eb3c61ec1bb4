import type { Environment } from "../config/model";
import { plannerRoleName } from "../config/names";
import { iamArn } from "../foundation/arn";

/** ARNs of roles that read and write an environment's states. */
export const writersOf = ({ cluster }: Environment): string[] => [...cluster.admins].sort();

/** ARN of the role that reads states and writes their locks, if there is one. */
export const plannersOf = (environment: Environment): string[] =>
  environment.planner ? [iamArn(environment, `role/${plannerRoleName(environment)}`)] : [];
