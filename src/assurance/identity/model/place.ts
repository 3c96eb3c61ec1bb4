import { rememberedByKey } from "../../remembered";
import { type Configuration, isUnknown, type Resource, textOf, type Value } from "../../terraform";
import { Text } from "../policy/text";

/** Partition, account and region of a provider, as in ARNs. */
export interface Place {
  readonly partition: Text;
  readonly region: Text;
  readonly account: Text;
  /** Suffix of service names, such as `amazonaws.com`. */
  readonly dnsSuffix: Text;
}

/** Place of a resource, by its stack and its provider, separated by a space. */
export function placeOf(configuration: Configuration, managed: string): Place {
  const end = managed.lastIndexOf(" ");
  const stack = managed.slice(0, end);
  const provider = providerOf(configuration, { stack, provider: managed.slice(end + 1) });
  const region = attribute(provider, "region");
  const [account, ...more] = accounts(provider);
  const [partition, dnsSuffix] = partitionOf(region);
  if (account !== undefined && more.length === 0 && region !== undefined && partition !== undefined)
    return placeIn(account)(region);
  const unclear = (what: string) =>
    Text.of({ placeholder: "unclear", length: "any", reason: `${what} of the AWS provider of ${stack}` });
  const known = (text: string | undefined, what: string) =>
    text === undefined ? unclear(what) : Text.of(text);
  return {
    partition: known(partition, "partition"),
    region: known(region, "region"),
    account: known(more.length > 0 ? undefined : account, "account"),
    dnsSuffix: known(dnsSuffix, "partition"),
  };
}

/** One object per place, shared by all stacks, since results are remembered per object. */
const placeIn = rememberedByKey((account: string) =>
  rememberedByKey((region: string): Place => {
    const [partition = "", dnsSuffix = ""] = partitionOf(region);
    return {
      partition: Text.of(partition),
      region: Text.of(region),
      account: Text.of(account),
      dnsSuffix: Text.of(dnsSuffix),
    };
  }),
);

/** The provider configuration of a resource: the default one, or the one with its alias. */
export function providerOf(
  configuration: Configuration,
  { stack, provider }: Pick<Resource, "stack" | "provider">,
): Value | undefined {
  const alias = provider?.split(".")[1];
  return configuration.providers("aws", stack).find((block) => attribute(block, "alias") === alias);
}

export const arn = (place: Place, service: string, ...rest: readonly (Text | string)[]): Text =>
  Text.join("arn:", place.partition, `:${service}:`, place.region, ":", place.account, ":", ...rest);

/** ARN of an IAM resource, which has no region. */
export const iamArn = (place: Place, ...rest: readonly (Text | string)[]): Text =>
  Text.join("arn:", place.partition, ":iam::", place.account, ":", ...rest);

/** A service as in `kms:ViaService`. */
export const regionalService = (place: Place, service: string): Text =>
  Text.join(`${service}.`, place.region, ".", place.dnsSuffix);

function partitionOf(region: string | undefined): [string | undefined, string | undefined] {
  if (region === undefined) return [undefined, undefined];
  if (region.startsWith("cn-")) return ["aws-cn", "amazonaws.com.cn"];
  if (region.startsWith("us-gov-")) return ["aws-us-gov", "amazonaws.com"];
  const other = /-(iso|isob|isoe|isof)?-|^eusc-/.exec(region)?.[1];
  return other === undefined && !region.startsWith("eusc-")
    ? ["aws", "amazonaws.com"]
    : [undefined, undefined];
}

function attribute(block: Value | undefined, name: string): string | undefined {
  const value = block?.kind === "dictionary" ? block.entries.get(name) : undefined;
  const text = value && textOf(value);
  return isUnknown(text) ? undefined : text;
}

function accounts(block: Value | undefined): string[] {
  const value = block?.kind === "dictionary" ? block.entries.get("allowed_account_ids") : undefined;
  if (value?.kind !== "list") return [];
  return value.items.map((item) => (item.kind === "constant" ? String(item.value) : "unknown"));
}
