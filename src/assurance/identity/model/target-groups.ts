import { listsByKey } from "../../grouping";
import { keepingTargets } from "../../known/functions";
import { type Configuration, decodedJson, possible, type Resource, textOf } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import type { Text } from "../policy/text";
import type { Names } from "./names";
import { arn } from "./place";

/** A target group with its ARN in policies. */
export interface TargetGroup {
  readonly arn: Text;
  readonly account: Text;
  /** Keys of the ARNs of functions whose variables name it, and which register its targets. */
  readonly keptBy: ReadonlySet<string>;
}

/**
 * Target groups without those of applications: those of databases, and one that represents all undeclared ones. The
 * load balancer controller may register any targets of applications, because load balancers in front of applications
 * reach only pods of their organization.
 */
export function readTargetGroups(configuration: Configuration, names: Names): TargetGroup[] {
  const ofApplications = new Set(
    configuration.resources("aws_lb_listener_rule").flatMap((rule) => forwarded(rule, configuration)),
  );
  const others = configuration
    .resources("aws_lb_target_group")
    .filter(({ address }) => !ofApplications.has(address));
  const keepers = keepersIn(configuration, names);
  const places = new Set(configuration.resources("aws_iam_role").map((role) => names.place(role)));
  return [
    ...others.map((group) => ({
      arn: names.text(group.symbol("arn")),
      account: names.place(group).account,
      keptBy: new Set(keepers.get(group.address)),
    })),
    ...[...places].map((place) => ({
      arn: arn(place, "elasticloadbalancing", "targetgroup/another/0123456789abcdef"),
      account: place.account,
      keptBy: new Set<string>(),
    })),
  ];
}

const forwarded = (rule: Resource, configuration: Configuration): string[] =>
  readable(rule.get("action")).blocks.flatMap((action) =>
    textOf(field(action, "type")) === "forward"
      ? (configuration.resourceNamed("aws_lb_target_group", field(action, "target_group_arn"))?.address ?? [])
      : [],
  );

/**
 * Functions by the target groups in their variables. A function that registers targets follows the address of a
 * database.
 */
const keepersIn = (configuration: Configuration, names: Names): ReadonlyMap<string, readonly string[]> =>
  listsByKey(
    configuration
      .resources("aws_lambda_function")
      .flatMap((one) =>
        readable(decodedJson(field(one.get("environment"), "variables", keepingTargets))).blocks.flatMap(
          (target) =>
            possible(configuration.named("aws_lb_target_group", field(target, "targetGroupArn"))).map(
              ({ resource }) => [resource.address, names.text(one.symbol("arn")).key] as const,
            ),
        ),
      ),
  );
