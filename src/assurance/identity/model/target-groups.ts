import { type Configuration, certain, type Resource, textOf } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { Text } from "../policy/text";
import type { Names } from "./names";
import { arn } from "./place";

/** A group of targets that a load balancer sends to, as policies name it. */
export interface TargetGroup {
  readonly arn: Text;
  readonly account: Text;
}

/**
 * Target groups that do not belong to applications: those in front of databases, and one that stands for all that are not
 * declared here. Targets of applications may be registered by what follows pods: load balancers before applications reach
 * nothing but pods of their organization, whatever is registered.
 */
export function readTargetGroups(configuration: Configuration, names: Names): TargetGroup[] {
  const ofApplications = new Set(
    configuration.resources("aws_lb_listener_rule").flatMap((rule) => forwarded(rule, configuration)),
  );
  const others = configuration
    .resources("aws_lb_target_group")
    .filter(({ address }) => !ofApplications.has(address));
  const places = new Set(configuration.resources("aws_iam_role").map((role) => names.place(role)));
  return [
    ...others.map((group) => ({
      arn: arn(
        names.place(group),
        "elasticloadbalancing",
        "targetgroup/",
        names.text(group.get("name")),
        "/",
        Text.other("an id"),
      ),
      account: names.place(group).account,
    })),
    ...[...places].map((place) => ({
      arn: arn(place, "elasticloadbalancing", "targetgroup/another/0123456789abcdef"),
      account: place.account,
    })),
  ];
}

const forwarded = (rule: Resource, configuration: Configuration): string[] =>
  readable(rule.get("action")).blocks.flatMap((action) =>
    textOf(field(action, "type")) === "forward"
      ? (certain(configuration.named("aws_lb_target_group", field(action, "target_group_arn")))?.resource
          .address ?? [])
      : [],
  );
