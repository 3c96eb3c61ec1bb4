import type { Configuration } from "../../terraform";
import type { Text } from "../policy/text";
import type { Names } from "./names";
import { type Tags, tagsOf } from "./tags";

/** A security group with its ARN in policies. */
export interface SecurityGroup {
  readonly address: string;
  readonly arn: Text;
  readonly account: Text;
  readonly tags: Tags;
}

export const readSecurityGroups = (configuration: Configuration, names: Names): SecurityGroup[] =>
  configuration.resources("aws_security_group").map((resource) => {
    const place = names.place(resource);
    return {
      address: resource.address,
      arn: names.text(resource.symbol("arn")),
      account: place.account,
      tags: tagsOf(configuration, names, resource),
    };
  });
