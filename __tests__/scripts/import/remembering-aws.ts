import { search } from "@jmespath-community/jmespath";
import type { z } from "zod";
import type { Aws, AwsCall } from "../../../scripts/aws/cli";
import { AwsError } from "../../../scripts/aws/errors";
import type { TaggedResource } from "../../../scripts/import/synthesized";
import { listed } from "./listed";

/** Prefixes of EC2's ids by type. Default groups, tables and lists have those of the others. */
const prefixes: Readonly<Record<string, string>> = {
  aws_default_network_acl: "acl",
  aws_default_security_group: "sg",
  aws_eip: "eipalloc",
  aws_flow_log: "fl",
  aws_internet_gateway: "igw",
  aws_nat_gateway: "nat",
  aws_network_acl: "acl",
  aws_route_table: "rtb",
  aws_security_group: "sg",
  aws_subnet: "subnet",
  aws_vpc: "vpc",
  aws_vpc_endpoint: "vpce",
  aws_vpc_endpoint_service: "vpce-svc",
  aws_vpc_peering_connection: "pcx",
};

const listenerRule = ({ address, values: { priority } }: TaggedResource) => ({
  Priority: String(priority),
  RuleArn: `arn:rule:${address}`,
});

/** An account that has every resource of some stacks, and answers as AWS does: whole documents, of which queries pick. */
export class RememberingAws implements Aws {
  readonly calls: string[] = [];

  /** @param rules of security groups, as AWS lists them */
  constructor(
    private readonly resources: readonly TaggedResource[],
    private readonly rules: readonly unknown[] = [],
  ) {}

  async ask<T>({ words }: AwsCall, shape: z.ZodType<T>, ...more: string[]): Promise<T> {
    this.calls.push([...words, ...more].join(" "));
    const after = (option: string) => [...words, ...more][[...words, ...more].indexOf(option) + 1] ?? "";
    const document = this.document(words.slice(0, 2).join(" "), after);
    if (document === undefined) throw new AwsError("no", "ResourceNotFoundException");
    return shape.parse(more.includes("--query") ? search(document as never, after("--query")) : document);
  }

  read(): Promise<string> {
    throw new Error("nothing is read");
  }

  protected document(call: string, after: (option: string) => string): unknown {
    switch (call) {
      case "sts get-caller-identity":
        return { Account: "111122223333" };
      case "ec2 describe-tags":
        return { Tags: this.tags() };
      case "ec2 describe-security-group-rules":
        return { SecurityGroupRules: this.rules };
      case "ec2 describe-launch-templates":
        return { LaunchTemplates: [{ LaunchTemplateId: `lt-of-${after("--launch-template-names")}` }] };
      case "ec2 describe-prefix-lists":
        return { PrefixLists: [{ PrefixListId: "pl-0" }] };
      case "eks describe-cluster":
        return {
          cluster: {
            name: after("--name"),
            identity: { oidc: { issuer: "https://oidc.example.com/id/1" } },
            resourcesVpcConfig: { clusterSecurityGroupId: "sg-c1" },
          },
        };
      case "eks list-nodegroups":
        return { nodegroups: ["general-20261126000000000000000001", "general-2-20261126000000000000000001"] };
      case "elbv2 describe-load-balancers":
        return { LoadBalancers: [{ LoadBalancerArn: `arn:lb:${after("--names")}` }] };
      case "elbv2 describe-target-groups":
        return { TargetGroups: [{ TargetGroupArn: `arn:targets:${after("--names")}` }] };
      case "elbv2 describe-listeners":
        return {
          Listeners: [5432, 443, 80].map((Port) => ({
            Port,
            ListenerArn: `${after("--load-balancer-arn")}:${Port}`,
          })),
        };
      case "elbv2 describe-rules":
        return { Rules: this.ofType("aws_lb_listener_rule").map((rule) => listenerRule(rule)) };
      case "events list-targets-by-rule":
        return { Targets: [{ Id: "terraform-1" }] };
      case "iam list-role-policies":
        return { PolicyNames: ["terraform-2"] };
      case "kms describe-key":
        return { KeyMetadata: { KeyId: `key-of-${after("--key-id")}` } };
      case "rds describe-db-instances":
        return {
          DBInstances: [
            {
              DBInstanceIdentifier: after("--db-instance-identifier"),
              Endpoint: { Address: `${after("--db-instance-identifier")}.example.com` },
            },
          ],
        };
      case "route53 list-hosted-zones":
        return { HostedZones: this.zones() };
      case "secretsmanager describe-secret":
        return { ARN: `arn:secret:${after("--secret-id")}`, RotationLambdaARN: "arn:function" };
      case "sns list-subscriptions-by-topic":
        return { Subscriptions: this.subscriptions() };
      case "vpc-lattice list-resource-configurations":
        return { items: this.named("aws_vpclattice_resource_configuration") };
      case "vpc-lattice list-resource-gateways":
        return { items: this.named("aws_vpclattice_resource_gateway") };
      default: {
        const subnets = this.tags().map(({ ResourceId }) => ResourceId);
        const list = listed(call, after, this.resources, subnets);
        if (list !== undefined) return list;
        throw new Error(`${call} is not asked of AWS by any command here`);
      }
    }
  }

  private ofType = (wanted: string) => this.resources.filter(({ type }) => type === wanted);

  private tags() {
    return this.resources.flatMap(({ type, defaultTags, values: { tags = {} } }, index) => {
      const prefix = prefixes[type];
      if (prefix === undefined) return [];
      const all: Record<string, string> = { ...defaultTags, ...(tags as Record<string, string>) };
      const ResourceId = `${prefix}-${index.toString(16).padStart(8, "0")}`;
      return Object.entries(all).map(([Key, Value]) => ({ Key, Value, ResourceId }));
    });
  }

  private named(type: string) {
    return this.ofType(type).map(({ values: { name } }) => ({ name, id: `id-of-${name}` }));
  }

  private zones() {
    return ["test-shared", "test-org-initech", "test-org-hooli"].map((identifier) => ({
      Name: `${identifier}.example.com.`,
      Id: `/hostedzone/${identifier}`,
    }));
  }

  private subscriptions() {
    return this.ofType("aws_sns_topic_subscription").map(({ values: { endpoint, protocol } }) => ({
      Endpoint: endpoint,
      SubscriptionArn: protocol === "email" ? "PendingConfirmation" : `arn:subscription:${endpoint}`,
    }));
  }
}

/** The same account, in which secrets and keys wait for their deletion. */
export class DeletingAws extends RememberingAws {
  protected override document(call: string, after: (option: string) => string): unknown {
    const document = super.document(call, after);
    if (call === "secretsmanager describe-secret")
      return { ...(document as object), DeletedDate: "2026-01-01" };
    if (call === "kms describe-key") return { KeyMetadata: { KeyId: "key", KeyState: "PendingDeletion" } };
    return document;
  }
}

/** An account without a resource: lists are empty, and a name that is asked for is unknown. */
export class EmptyAws extends RememberingAws {
  constructor() {
    super([]);
  }

  protected override document(call: string, after: (option: string) => string): unknown {
    if (call === "ec2 describe-tags") return { Tags: [] };
    if (call === "ec2 describe-security-group-rules") return { SecurityGroupRules: [] };
    return call.startsWith("sts ") ? super.document(call, after) : undefined;
  }
}
