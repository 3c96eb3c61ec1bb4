import type { Configuration, Resource } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import type { Text } from "../policy/text";
import {
  bindingsOf,
  boundRole,
  keyOfRole,
  kindOf,
  listed,
  namespaceOf,
  portsOfPods,
  rolesOf,
} from "./kubernetes-roles";
import type { Names } from "./names";

/** Permissions that a binding of Kubernetes RBAC grants to groups. */
export interface Grant {
  /** Namespace of the grant. @default - the whole cluster */
  readonly namespace?: Text;
  /** Whether it allows forwarding ports of pods. */
  readonly opensPorts: boolean;
}

/** Grants by group. `readKubernetesRights` finds roles with more than read access and ports. */
export class Grants {
  private readonly byGroup = new Map<string, Grant[]>();
  /** Grants with unknown subjects. */
  private readonly toAny: Grant[] = [];

  constructor(
    configuration: Configuration,
    private readonly names: Names,
  ) {
    const opening = new Set(
      rolesOf(configuration)
        .filter((role) => this.opensPorts(role))
        .map((role) => keyOfRole(names, role)),
    );
    for (const binding of bindingsOf(configuration)) {
      const grant = {
        ...(kindOf(binding) === "Role" && { namespace: namespaceOf(names, binding) }),
        opensPorts: opening.has(boundRole(names, binding).key),
      };
      const { blocks, unclear } = readable(binding.get("subject"));
      for (const subject of blocks) this.add(names.text(field(subject, "name")).key, grant);
      if (unclear.length > 0) this.toAny.push(grant);
    }
  }

  /** The grants of a principal in these groups. */
  of(groups: readonly Text[]): Grant[] {
    return [...new Set([...groups.flatMap(({ key }) => this.byGroup.get(key) ?? []), ...this.toAny])];
  }

  private opensPorts(role: Resource): boolean {
    return readable(role.get("rule")).blocks.some((rule) =>
      listed(this.names, field(rule, "resources")).includes(portsOfPods),
    );
  }

  private add(group: string, grant: Grant): void {
    const found = this.byGroup.get(group);
    if (found) found.push(grant);
    else this.byGroup.set(group, [grant]);
  }
}
