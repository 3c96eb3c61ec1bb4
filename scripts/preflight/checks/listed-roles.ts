import { z } from "zod";
import { partsOf } from "../../../src/config/checks/arn";
import { plannerRoleName } from "../../../src/config/names";
import { type Check, enough, type Looking, lacking, read } from "../check";

const list = read("iam:ListRoles", "iam", "list-roles");
const shape = z.object({ Roles: z.array(z.object({ Arn: z.string() })) });

/** Roles of this account that must exist before resources refer to them. Roles of other accounts cannot be listed. */
function namedRoles({ needs }: Looking): string[] {
  const { environment } = needs;
  const planner = needs.texts("aws_iam_role", "name").includes(plannerRoleName(environment));
  const named = [
    ...needs.texts("aws_eks_access_entry", "principal_arn"),
    ...((planner && environment.planner?.assumedBy) || []),
  ];
  return [...new Set(named)].filter((arn) => partsOf(arn).account === environment.account).sort();
}

export const listedRoles: Check = {
  name: "Roles that config lists",
  reason:
    "EKS refuses an access entry, and IAM a trust policy, that names a role that does not exist: cluster.admins, members, planner.assumedBy.",
  reads: [list],
  async look(looking) {
    const named = namedRoles(looking);
    if (named.length === 0) return [];
    const there = new Set((await looking.aws.ask(list, shape)).Roles.map(({ Arn }) => Arn));
    const missing = named.filter((arn) => !there.has(arn));
    if (missing.length === 0) return [enough(`${named.length} exist`)];
    return missing.map((arn) =>
      lacking(`there is no ${arn}`, "Create it, or correct its name or path in config."),
    );
  },
};
