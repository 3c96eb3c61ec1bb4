import { arn, type Place } from "../../src/foundation/arn";
import type { Account } from "./account";
import type { TaggedResource } from "./synthesized";

/** A resource whose id is to be found. */
export interface Sought {
  readonly resource: TaggedResource;
  readonly place: Place;
  readonly account: Account;
  /**
   * The value of an argument, with resolved references.
   *
   * @throws Missing if a referenced resource does not exist
   */
  text(argument: string): Promise<string>;
  /**
   * Id of the resource to which an argument refers.
   *
   * @throws Missing if it does not exist
   */
  idOf(argument: string): Promise<string>;
  /** For a key, the name of its alias. */
  alias(): string | undefined;
}

/** The id, or something that it contains, does not exist. */
export class Missing extends Error {}

/** Finds the import id of a resource; undefined if there is none. */
export type Identify = (sought: Sought) => Promise<string | undefined>;

/** The value of an argument. */
export const named =
  (argument: string): Identify =>
  ({ text }) =>
    text(argument);

/** Values of arguments, with the provider's separator. */
export const joined =
  (separator: string, ...names: string[]): Identify =>
  async ({ text }) =>
    (await Promise.all(names.map(text))).join(separator);

/** Resources without a name in EC2, found by tags that are unique in a stack. */
export const tagged =
  (prefix: string): Identify =>
  async ({ resource, account }) => {
    const { Stack = "", Environment = "" } = resource.defaultTags;
    const { Name = "" } = (resource.values.tags ?? {}) as Record<string, string>;
    const found = await account.tagged(prefix, { Stack, Environment, Name });
    if (found.length > 1)
      throw new Missing(`${found.join(", ")} all have its tags: choose the right one, and import it by hand`);
    return found[0];
  };

/** AWS's answer about a name. */
export const asked =
  (
    service: string,
    operation: string,
    query: string,
    words: (sought: Sought) => Promise<string[]>,
  ): Identify =>
  async (sought) =>
    sought.account.text(service, operation, query, ...(await words(sought)));

/** `option` with the value of an argument. */
export const option =
  (name: string, argument: string) =>
  async ({ text }: Sought) => [name, await text(argument)];

export const arnOf =
  (service: string, argument: string): Identify =>
  async ({ place, text }) =>
    arn(place, service, await text(argument));

/** A security group rule, which has an id and no name: the one with the same properties. */
export const rule =
  (isEgress: boolean): Identify =>
  async ({ resource, account, text }) => {
    const wanted = async (argument: string) =>
      resource.values[argument] === undefined ? undefined : text(argument);
    const [group, cidr, list, other] = await Promise.all(
      ["security_group_id", "cidr_ipv4", "prefix_list_id", "referenced_security_group_id"].map(wanted),
    );
    const { ip_protocol: protocol, from_port: from = -1, to_port: to = -1 } = resource.values;
    const found = (await account.securityGroupRules()).find(
      (one) =>
        one.GroupId === group &&
        one.IsEgress === isEgress &&
        one.IpProtocol === protocol &&
        (one.FromPort ?? -1) === from &&
        (one.ToPort ?? -1) === to &&
        one.CidrIpv4 === cidr &&
        one.PrefixListId === list &&
        one.ReferencedGroupInfo?.GroupId === other,
    );
    return found?.SecurityGroupRuleId;
  };

export const kubernetes: Identify = async ({ resource: { values }, text }) => {
  const { name = "default", namespace } = values.metadata as Record<string, string>;
  return namespace === undefined ? name : `${await text("metadata.namespace")}/${name}`;
};

export const inKubernetes = (...types: string[]) =>
  Object.fromEntries(types.map((type) => [type, kubernetes]));
