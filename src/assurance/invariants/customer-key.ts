import { isAbsent, type Resource } from "../terraform";
import type { Evidence } from "./rule";
import { compliant, type Finding, unknown, violated } from "./rule";

/** Requires that an attribute refers to a key of the configuration, whose policy is known. */
export function hasOwnKey(resource: Resource, attribute: string, { configuration }: Evidence): Finding {
  const value = resource.get(attribute);
  if (isAbsent(value)) return violated(resource.address, `${attribute} is left out: a key of AWS`);
  if (value.kind !== "reference")
    return unknown(resource.address, `${attribute} refers to no key of the configuration`);
  return configuration.find(value.address)?.type === "aws_kms_key"
    ? compliant(resource.address)
    : violated(resource.address, `${attribute} is ${value.address}, which is no key`);
}
