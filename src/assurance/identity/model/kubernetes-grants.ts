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

/** What a binding of Kubernetes RBAC gives to groups. */
export interface Grant {
  /** Where it holds. @default - in the whole cluster */
  readonly namespace?: Text;
  /** Whether it opens connections to ports of pods. */
  readonly opensPorts: boolean;
}

/** Which groups have which grants. Which roles give more than looking and ports, `readKubernetesRights` says. */
export class Grants {
  private readonly byGroup = new Map<string, Grant[]>();
  /** Those whose subjects are not known. */
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

  /** What a principal in these groups has. */
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
