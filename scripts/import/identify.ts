import { arn, type Place } from "../../src/foundation/arn";
import type { Account } from "./account";
import type { TaggedResource } from "./synthesized";

/** A resource whose id is looked for. */
export interface Sought {
  readonly resource: TaggedResource;
  readonly place: Place;
  readonly account: Account;
  /** What an argument comes to, references followed. @throws Missing where what it refers to is not there */
  text(argument: string): Promise<string>;
  /** Id of the resource that an argument refers to. @throws Missing where it is not there */
  idOf(argument: string): Promise<string>;
  /** Of a key: the name of the alias that leads to it. */
  alias(): string | undefined;
}

/** What an id, or something on the way to it, is made from is not there. */
export class Missing extends Error {}

/** Finds the id by which `terraform import` knows a resource; undefined where there is none. */
export type Identify = (sought: Sought) => Promise<string | undefined>;

/** The value of an argument. */
export const named =
  (argument: string): Identify =>
  ({ text }) =>
    text(argument);

/** Values of arguments, with what the provider puts between them. */
export const joined =
  (separator: string, ...names: string[]): Identify =>
  async ({ text }) =>
    (await Promise.all(names.map(text))).join(separator);

/** What has no name of its own in EC2: found by the tags that no two resources of a stack share. */
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

/** An answer of AWS about a name. */
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

/** A rule of a security group, which has an id and no name: the one that says the same. */
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
