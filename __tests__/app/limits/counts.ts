import type { Synthesized } from "../../support/synthesize";

const vpc = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html";

/** Default quotas: more needs a request to AWS, and some take none. */
export const quotas = {
  rulesPerGroup: { most: 60, source: vpc },
  groupsPerInterface: { most: 5, source: vpc },
  /** The rule at the end of each list, which denies the rest, is one of them. */
  entriesPerDirection: { most: 20 - 1, source: vpc },
  routesPerTable: { most: 50, source: vpc },
  interfaceEndpointsPerVpc: {
    most: 50,
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html",
  },
  managedPoliciesPerRole: {
    most: 10,
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  },
  /** AWS takes more, and limits their size together. With one, the size of one is that. */
  inlinePoliciesPerRole: {
    most: 1,
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  },
  targetsPerRule: {
    most: 5,
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
  },
  tagsPerResource: {
    most: 50,
    source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
  },
  bytesOfVariables: {
    most: 4096,
    source: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
  },
} as const;

/** Something that counts against a quota: which, where, and how many there are. */
export interface Count {
  readonly quota: keyof typeof quotas;
  readonly where: string;
  readonly count: number;
}

// biome-ignore lint/suspicious/noExplicitAny: the shape of Terraform JSON is what is counted in
type Json = any;

/** Types of which AWS counts the resources of an owner. */
const counted: [quota: Count["quota"], type: string, ownerOf: (block: Json) => string][] = [
  ["rulesPerGroup", "aws_vpc_security_group_ingress_rule", (rule) => rule.security_group_id],
  ["rulesPerGroup", "aws_vpc_security_group_egress_rule", (rule) => rule.security_group_id],
  ["entriesPerDirection", "aws_network_acl_rule", (rule) => `${rule.network_acl_id} ${rule.egress}`],
  ["routesPerTable", "aws_route", (route) => route.route_table_id],
  ["interfaceEndpointsPerVpc", "aws_vpc_endpoint", (endpoint) => endpoint.vpc_id],
  ["managedPoliciesPerRole", "aws_iam_role_policy_attachment", (attachment) => attachment.role],
  ["inlinePoliciesPerRole", "aws_iam_role_policy", (policy) => policy.role],
  ["targetsPerRule", "aws_cloudwatch_event_target", (target) => target.rule],
];

/** What the stacks of an environment have of everything that AWS counts. */
export const countsOf = (stacks: readonly Synthesized[]): Count[] => [
  ...counted.flatMap((one) => perOwner(stacks, ...one)),
  ...stacks.flatMap((stack) =>
    resourcesOf(stack).flatMap(([where, block]) => ofOne(where, block, defaultTags(stack))),
  ),
];

/** How many resources of a type there are per owner, whichever stack they are in. */
function perOwner(
  stacks: readonly Synthesized[],
  quota: Count["quota"],
  type: string,
  ownerOf: (block: Json) => string,
): Count[] {
  const counts = new Map<string, number>();
  for (const stack of stacks)
    for (const [where, block] of resourcesOf(stack)) {
      if (!where.startsWith(`${stack.name} ${type}.`)) continue;
      const owner = identified(ownerOf(block), stack, stacks);
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
  return [...counts].map(([where, count]) => ({ quota, where, count }));
}

/** A reference as its own stack spells it, so that references from other stacks are the same. */
function identified(reference: string, stack: Synthesized, stacks: readonly Synthesized[]): string {
  const [, room, output] =
    /data\.terraform_remote_state\.([\w-]+)-state\.outputs\.(\w+)/.exec(reference) ?? [];
  if (!room || !output) return `${stack.name} ${reference}`;
  const producer = stacks.find(({ name, json }) => name.endsWith(`-${room}`) && json.output?.[output]);
  if (!producer) throw new Error(`${stack.name}: no stack has the output ${reference}`);
  return identified(producer.json.output[output].value, producer, stacks);
}

const ofOne = (where: string, block: Json, tags: number): Count[] => [
  ...groupLists(block).map((groups): Count => ({ quota: "groupsPerInterface", where, count: groups.length })),
  ...(block.tags
    ? [{ quota: "tagsPerResource", where, count: Object.keys(block.tags).length + tags } as const]
    : []),
  ...(block.environment?.variables
    ? [
        {
          quota: "bytesOfVariables",
          where,
          count: JSON.stringify(block.environment.variables).length,
        } as const,
      ]
    : []),
];

/** Lists of security groups, which are those of an interface, wherever they are in a block. */
const groupLists = (value: Json, key = ""): unknown[][] => {
  if (Array.isArray(value) && /^(security_groups|(vpc_)?security_group_ids|groupIds)$/.test(key))
    return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, child]) => groupLists(child, name));
};

const resourcesOf = ({ name, json }: Synthesized): [where: string, block: Json][] =>
  Object.entries<Record<string, Json>>(json.resource).flatMap(([type, byName]) =>
    Object.entries(byName).map(([resource, block]): [string, Json] => [`${name} ${type}.${resource}`, block]),
  );

const defaultTags = ({ json }: Synthesized): number =>
  Object.keys(json.provider.aws?.[0]?.default_tags?.[0]?.tags ?? {}).length;
