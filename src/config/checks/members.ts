import type { Environment } from "../model";
import { type Problem, show } from "../problem";
import type { NamedOrganizations } from "./check";

/**
 * EKS accepts one access entry per role and cluster; a second one would fail at apply:
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html
 */
const oneEntry = "EKS knows a role once in a cluster";

/** As a member, an administrator would exceed the rights of members, or lose its own. */
export const membersHoldNoOtherAccess = ({ cluster, organizations }: Environment): Problem[] =>
  organizations.flatMap(({ name, members }) =>
    members.flatMap((arn, index): Problem[] => {
      if (!cluster.admins.includes(arn)) return [];
      return [
        {
          organization: name,
          path: ["members", index],
          found: `${show(arn)}, which cluster.admins lists, too`,
          allowed: `roles with no other access to the cluster: ${oneEntry}`,
          fix: "Delete it here, or list another role of these people.",
        },
      ];
    }),
  );

/**
 * A member's access entry is in its organization's stack: the stack of a second organization could not create it again.
 */
export function membersAreOfOneOrganization({ organizations }: NamedOrganizations): Problem[] {
  const first = new Map<string, string>();
  return organizations.flatMap(({ name, members }) =>
    members.flatMap((arn, index): Problem[] => {
      const other = first.get(arn) ?? name;
      first.set(arn, other);
      if (other === name) return [];
      return [
        {
          organization: name,
          path: ["members", index],
          found: `${show(arn)}, a member of ${other}, too`,
          allowed: `a role in one organization of an environment: ${oneEntry}`,
          fix: "Make a role per organization, which members of both may assume.",
        },
      ];
    }),
  );
}
