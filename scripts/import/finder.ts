import type { Place } from "../../src/foundation/arn";
import type { Aws } from "../aws/cli";
import type { Values } from "../output-folder";
import { Account } from "./account";
import { exists } from "./existence";
import { identifiers, madeAnew } from "./identifiers";
import { Missing, type Sought } from "./identify";
import type { Reference, SynthesizedStacks, TaggedResource } from "./synthesized";

/** Resources that were found for a stack. */
export interface Found {
  /** Ids by address. */
  readonly ids: ReadonlyMap<string, string>;
  /** Addresses of resources that an apply creates, each with the reason. */
  readonly made: ReadonlyMap<string, string>;
}

/** Finds existing resources of synthesized stacks in AWS and the cluster. */
export class Finder {
  private readonly account: Account;

  constructor(
    private readonly stacks: SynthesizedStacks,
    private readonly place: Place,
    aws: Aws,
  ) {
    this.account = new Account(aws);
  }

  /** @throws AwsError if AWS does not answer, Error if the credentials belong to another account */
  async find(stack: string): Promise<Found> {
    await this.account.refuseOther(this.place.account);
    const resources = this.stacks.resources(stack);
    const found = await Promise.all(resources.map((resource) => this.found(resource)));
    const [ids, made] = [new Map<string, string>(), new Map<string, string>()];
    for (const [index, { address }] of resources.entries()) {
      const { id, why = "it does not exist" } = found[index] ?? {};
      if (id === undefined) made.set(address, why);
      else ids.set(address, id);
    }
    return { ids, made };
  }

  private async found(
    resource: TaggedResource,
  ): Promise<{ readonly id?: string | undefined; readonly why?: string }> {
    const why = madeAnew[resource.type];
    if (why !== undefined) return { why };
    try {
      const id = await this.idOf(resource);
      return id !== undefined && (await exists(this.sought(resource), id)) ? { id } : {};
    } catch (error) {
      if (error instanceof Missing) return { why: error.message };
      throw error;
    }
  }

  private idOf(resource: TaggedResource): Promise<string | undefined> {
    const identify = identifiers[resource.type];
    if (!identify) throw new Missing(`there is no lookup for ids of ${resource.type}: import it by hand`);
    return identify(this.sought(resource));
  }

  private sought(resource: TaggedResource): Sought {
    const { place, account } = this;
    return {
      resource,
      place,
      account,
      text: async (argument) => this.valueOf(resource, argument),
      idOf: async (argument) => this.present(this.referredBy(resource, argument).resource),
      alias: () => this.aliasOf(resource),
    };
  }

  /** @param argument may be inside blocks, such as `metadata.namespace` */
  private async valueOf(resource: TaggedResource, argument: string): Promise<string> {
    const value = keysOf(argument).reduce<unknown>(
      (inner, key) => (inner as Values | undefined)?.[key],
      resource.values,
    );
    const text = String(value);
    const reference = this.stacks.referred(resource.stack, text);
    return reference ? this.attribute(reference) : text;
  }

  private referredBy({ stack, address, values }: TaggedResource, argument: string): Reference {
    const reference = this.stacks.referred(stack, String(values[argument]));
    if (!reference) throw new Error(`${address}: ${argument} refers to no resource.`);
    return reference;
  }

  private aliasOf({ stack, address }: TaggedResource): string | undefined {
    const leads = ({ type, values: { target_key_id: key } }: TaggedResource) =>
      type === "aws_kms_alias" && key === `\${${address}.key_id}`;
    return this.stacks.resources(stack).find(leads)?.values.name as string | undefined;
  }

  /** The value in the stack, or in AWS. For all other attributes, the resource's id. */
  private async attribute({ resource, attribute }: Reference): Promise<string> {
    const ask = told[`${resource.type}.${attribute}`];
    if (!ask) {
      const isWritten = Object.hasOwn(resource.values, keysOf(attribute)[0] ?? "");
      return isWritten ? this.valueOf(resource, attribute) : this.present(resource);
    }
    const answer = await ask(this.sought(resource));
    if (answer === undefined) throw new Missing(`${resource.address} does not exist`);
    return answer;
  }

  private async present(resource: TaggedResource): Promise<string> {
    const id = await this.idOf(resource);
    if (id === undefined) throw new Missing(`${resource.address} does not exist`);
    return id;
  }
}

/** Keys of an argument, including blocks, of which there is one each. */
const keysOf = (argument: string): string[] => argument.split(/\.|\[0\]\.?/);

/** Attributes that AWS determines, and that ids contain. */
const told: Readonly<Record<string, (sought: Sought) => Promise<string | undefined>>> = {
  "aws_db_instance.address": async ({ account, text }) =>
    account.text(
      "rds",
      "describe-db-instances",
      "DBInstances[0].Endpoint.Address",
      "--db-instance-identifier",
      await text("identifier"),
    ),
  "aws_eks_cluster.identity[0].oidc[0].issuer": async ({ account, text }) =>
    account.text("eks", "describe-cluster", "cluster.identity.oidc.issuer", "--name", await text("name")),
  "aws_eks_cluster.vpc_config[0].cluster_security_group_id": async ({ account, text }) => {
    const query = "cluster.resourcesVpcConfig.clusterSecurityGroupId";
    return account.text("eks", "describe-cluster", query, "--name", await text("name"));
  },
  "aws_iam_role.arn": async ({ account, text }) =>
    account.text("iam", "get-role", "Role.Arn", "--role-name", await text("name")),
  "aws_vpc_endpoint.prefix_list_id": async ({ account, text }) => {
    const filter = `Name=prefix-list-name,Values=${await text("service_name")}`;
    return account.text("ec2", "describe-prefix-lists", "PrefixLists[0].PrefixListId", "--filters", filter);
  },
};
