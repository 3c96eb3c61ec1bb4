import { type Configuration, possible, type Resource } from "../../terraform";
import type { Policy } from "../policy/statement";
import type { Text } from "../policy/text";
import { Attachments, ownPolicies } from "./attachments";
import type { Names } from "./names";
import type { Place } from "./place";
import { policyOf } from "./policies";

/** An IAM role or user with all policies attached to it, by its own arguments or by other resources. */
export interface Identity {
  readonly address: string;
  readonly name: string;
  readonly arn: Text;
  readonly place: Place;
  readonly policies: readonly Policy[];
}

/** An IAM role, with its trust policy. */
export interface Role extends Identity {
  readonly trust: Policy;
}

export function readRoles(configuration: Configuration, names: Names): Role[] {
  const attached = new Attachments(configuration, names, "role");
  return configuration.resources("aws_iam_role").map((resource) => ({
    ...identityOf(names, resource, [
      ...ownPolicies(configuration, names, resource),
      ...attached.to(resource),
      ...attached.contested(resource),
    ]),
    trust: policyOf(configuration, resource, "assume_role_policy"),
  }));
}

/** Users, with policies of their own and of their groups. */
export function readUsers(configuration: Configuration, names: Names): Identity[] {
  const attached = new Attachments(configuration, names, "user");
  const groups = new Memberships(configuration, new Attachments(configuration, names, "group"));
  return configuration
    .resources("aws_iam_user")
    .map((resource) =>
      identityOf(names, resource, [...attached.to(resource), ...groups.policiesOf(resource)]),
    );
}

const identityOf = (names: Names, resource: Resource, policies: readonly Policy[]): Identity => ({
  address: resource.address,
  name: String(names.text(resource.attribute(["name"]))),
  arn: names.text(resource.symbol("arn")),
  place: names.place(resource),
  policies,
});

/** Members of user groups. An uncertain membership counts as possible. */
class Memberships {
  private readonly groupsOf = new Map<string, Resource[]>();

  constructor(
    configuration: Configuration,
    private readonly attached: Attachments,
  ) {
    const memberships = [
      ...configuration
        .resources("aws_iam_user_group_membership")
        .map((one) => [one.get("user"), one.get("groups")] as const),
      ...configuration
        .resources("aws_iam_group_membership")
        .map((one) => [one.get("users"), one.get("group")] as const),
    ];
    for (const [users, groups] of memberships)
      for (const { resource: user } of configuration.namedIn("aws_iam_user", users).flatMap(possible))
        this.groupsOf.set(user.address, [
          ...(this.groupsOf.get(user.address) ?? []),
          ...configuration
            .namedIn("aws_iam_group", groups)
            .flatMap(possible)
            .map(({ resource }) => resource),
        ]);
  }

  policiesOf({ address }: Resource): readonly Policy[] {
    return (this.groupsOf.get(address) ?? []).flatMap((group) => this.attached.to(group));
  }
}
