import type { Identity } from "../model/roles";
import type { SecurityGroup } from "../model/security-groups";

/**
 * Representative security groups for a role's policies: all groups that they name, and of the others one for each set
 * of tags that they distinguish. So a thousand organizations are not compared with each other's groups.
 */
export class GroupsToAsk {
  private readonly byArn: ReadonlyMap<string, SecurityGroup>;
  private readonly alike = new Map<string, readonly SecurityGroup[]>();

  constructor(private readonly all: readonly SecurityGroup[]) {
    this.byArn = new Map(all.map((group) => [group.arn.key, group]));
  }

  for({ policies }: Identity): readonly SecurityGroup[] {
    const statements = policies.flatMap((policy) => policy.statements);
    const named = statements.flatMap(({ resources }) =>
      (resources?.patterns ?? []).flatMap(({ key }) => this.byArn.get(key) ?? []),
    );
    const keys = statements.flatMap(({ conditions }) =>
      conditions.map(({ key }) => key.lowerCase.literal ?? "?"),
    );
    return [...new Set([...named, ...this.oneOfEach([...new Set(keys)].sort())])];
  }

  private oneOfEach(conditionKeys: readonly string[]): readonly SecurityGroup[] {
    const known = this.alike.get(conditionKeys.join());
    if (known) return known;
    const byTags = new Map(this.all.map((group) => [tagsLookedAt(group, conditionKeys), group]));
    this.alike.set(conditionKeys.join(), [...byTags.values()]);
    return [...byTags.values()];
  }
}

function tagsLookedAt({ account, tags }: SecurityGroup, conditionKeys: readonly string[]): string {
  if (!tags) return `${account.key}: not known`;
  const looked = [...tags].filter(([name]) =>
    conditionKeys.some((key) => key.endsWith(`/${name.toLowerCase()}`)),
  );
  return [account.key, ...looked.map(([name, value]) => `${name}=${value.key}`)].join();
}
