// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Synthesis } from "../../support/mutations";
import {
  type Attributes,
  at,
  blockIn,
  everyResource,
  type Family,
  type Found,
  ownNames,
  product,
  resources,
  setAt,
  textsIn,
} from "../mutant";
import { inTurn, literalGroup } from "../strangers";

const ruleTypes = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];
const isGroup = (text: string): boolean =>
  /^\$\{aws_security_group\.[\w-]+\.id\}$/.test(text) ||
  /^\$\{data\.terraform_remote_state\.[\w-]+\.outputs\.\w*security_group_id\}$/.test(text);
const onDatabasePort = ({ block }: Found): boolean => Number(block.from_port) === 5432;

/** Where a group decides about a path to a database: on an interface, or in a rule for the database's port alone. */
const deciding = (json: Synthesis): Found[] =>
  everyResource(json).filter((found) =>
    ruleTypes.includes(found.type) ? onDatabasePort(found) : found.type !== "aws_security_group",
  );

/** Groups that nothing declares: by their id, by a look-up, and by an unknown value. */
const strangerGroups = [literalGroup, "${data.aws_security_group.stranger.id}", "${var.group}"];

/** A security group that is not named by its declaration. */
export const groupNamedIndirectly: Family = {
  name: "a security group is named by a literal, a data source or a variable",
  mutants: (json) =>
    deciding(json).flatMap((found, index) =>
      textsIn(found.block, isGroup).map((path, place) => {
        const name = inTurn(strangerGroups, index + place);
        return {
          object: `${found.address} ${path.join(".")}: ${name}`,
          change: (copy: Synthesis) => {
            setAt(blockIn(copy, found), path, name);
            if (name.startsWith("${data"))
              copy.json(found.stack).data.aws_security_group = { stranger: { name: "stranger" } };
          },
          named: [found.address, ...ownNames(found.block)],
        };
      }),
    ),
};

/** One more security group on an interface that holds some. */
export const groupAdded: Family = {
  name: "an interface holds one more security group that nothing declares",
  mutants: (json) =>
    everyResource(json).flatMap((found) =>
      textsIn(
        found.block,
        (text, path) => isGroup(text) && typeof path.at(-1) === "number" && path.at(-1) === 0,
      ).map((path) => ({
        object: `${found.address} ${path.join(".")}`,
        change: (copy: Synthesis) => {
          at(blockIn(copy, found), path.slice(0, -1)).push(literalGroup);
        },
        named: [found.address, ...ownNames(found.block)],
      })),
    ),
};

/** The groups that the database, its endpoint or its proxy admits, wherever they come from. */
export const keys = (json: Synthesis): Found[] => {
  const named = new Set(
    resources(json, "aws_vpc_security_group_ingress_rule")
      .filter(onDatabasePort)
      .flatMap(({ stack, block }) =>
        textsIn(block.referenced_security_group_id ?? "", isGroup).map(
          () => `${stack} ${block.referenced_security_group_id}`,
        ),
      ),
  );
  return resources(json, "aws_security_group").filter(({ stack, name }) =>
    named.has(`${stack} \${aws_security_group.${name}.id}`),
  );
};

/** A subnet of the VPC that a group belongs to, from the state that names both: no interface holds a group of another VPC. */
const subnetBeside = ({ block }: Found): string =>
  String(block.vpc_id).replace(/_vpc_id\}$/, "_private_subnet_ids[0]}");

/** Resources that can hold a client security group and are no client. A load balancer by itself opens no connection: see relays. */
const holders: [name: string, type: string, attributes: (group: string, subnet: string) => Attributes][] = [
  [
    "a machine",
    "aws_instance",
    (group, subnet) => ({
      ami: "ami-1",
      instance_type: "m7g.large",
      subnet_id: subnet,
      vpc_security_group_ids: [group],
    }),
  ],
  [
    "a machine by the old argument",
    "aws_instance",
    (group, subnet) => ({
      ami: "ami-1",
      instance_type: "m7g.large",
      subnet_id: subnet,
      security_groups: [group],
    }),
  ],
  [
    "an interface",
    "aws_network_interface",
    (group, subnet) => ({ subnet_id: subnet, security_groups: [group] }),
  ],
  [
    "an attachment to an interface",
    "aws_network_interface_sg_attachment",
    (group) => ({ security_group_id: group, network_interface_id: "eni-0123456789abcdef0" }),
  ],
  [
    "a task that events start",
    "aws_cloudwatch_event_target",
    (group, subnet) => ({
      rule: "rule",
      arn: "arn:aws:ecs:eu-west-1:111122223333:cluster/tasks",
      role_arn: "arn:aws:iam::111122223333:role/tasks",
      ecs_target: {
        task_definition_arn: "arn:aws:ecs:eu-west-1:111122223333:task-definition/tasks:1",
        network_configuration: { subnets: [subnet], security_groups: [group] },
      },
    }),
  ],
  [
    "a service of ECS",
    "aws_ecs_service",
    (group, subnet) => ({
      name: "tasks",
      network_configuration: { subnets: [subnet], security_groups: [group] },
    }),
  ],
  [
    "a service of next year",
    "aws_future_service",
    (group) => ({ name: "future", settings: { group_ids: [group] } }),
  ],
  [
    "a project of CodeBuild",
    "aws_codebuild_project",
    (group, subnet) => ({
      name: "build",
      vpc_config: { subnets: [subnet], security_group_ids: [group] },
    }),
  ],
  [
    "a function",
    "aws_lambda_function",
    (group, subnet) => ({
      function_name: "stranger",
      role: "arn:aws:iam::111122223333:role/stranger",
      vpc_config: { subnet_ids: [subnet], security_group_ids: [group] },
    }),
  ],
  [
    "an alarm",
    "aws_cloudwatch_metric_alarm",
    (group) => ({ alarm_name: "stranger", alarm_actions: [group] }),
  ],
  [
    "a scheduler",
    "aws_scheduler_schedule",
    (group, subnet) => ({
      name: "stranger",
      target: {
        ecs_parameters: { network_configuration: { subnets: [subnet], security_groups: [group] } },
      },
    }),
  ],
];

/** A resource that is no client holds the client security group, in the stack that declares the group. */
export const clientGroupHeld: Family = {
  name: "a resource that is no client holds a client security group",
  mutants: (json) =>
    product(
      keys(json),
      holders.map((holder) => [holder[0], holder] as const),
      ([, type, attributes], _, copy, found) => {
        const group = `\${aws_security_group.${found.name}.id}`;
        copy.add(found.stack, type, "mutant", attributes(group, subnetBeside(found)));
      },
      (_, [, type]) => [`${type}.mutant`],
    ),
};

/** Ranges and undeclared groups that a database's security group admits to its port. */
export const databaseGroupOpened: Family = {
  name: "the security group of a database admits more",
  mutants: (json) => {
    const doors = resources(json, "aws_security_group").filter(({ stack, name }) =>
      resources(json, "aws_vpc_security_group_ingress_rule").some(
        (rule) =>
          rule.stack === stack &&
          onDatabasePort(rule) &&
          rule.block.security_group_id === `\${aws_security_group.${name}.id}`,
      ),
    );
    return product(
      doors,
      [
        ["everything", { cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" }],
        ["private networks", { cidr_ipv4: "10.0.0.0/8", ip_protocol: "tcp", from_port: 5432, to_port: 5432 }],
        [
          "a range around the port",
          { cidr_ipv4: "10.0.0.0/9", ip_protocol: "tcp", from_port: 1, to_port: 65535 },
        ],
        [
          "a literal group",
          { referenced_security_group_id: literalGroup, ip_protocol: "tcp", from_port: 5432, to_port: 5432 },
        ],
        [
          "a prefix list",
          { prefix_list_id: "pl-0123456789abcdef0", ip_protocol: "tcp", from_port: 5432, to_port: 5432 },
        ],
        [
          "an unknown range",
          { cidr_ipv4: "${var.range}", ip_protocol: "tcp", from_port: 5432, to_port: 5432 },
        ],
      ],
      (rule, _, copy, found) =>
        copy.add(found.stack, "aws_vpc_security_group_ingress_rule", "mutant", {
          security_group_id: `\${aws_security_group.${found.name}.id}`,
          ...rule,
        }),
      ({ address }) => [address, "ingress_rule.mutant", "test-"],
    );
  },
};

/** Removes one rule that a client's path needs. */
export const clientRuleRemoved: Family = {
  name: "a rule on the path of a client is removed",
  mutants: (json) =>
    resources(json, ...ruleTypes)
      .filter(onDatabasePort)
      .map((found) => ({
        object: found.address,
        change: (copy: Synthesis) => delete copy.json(found.stack).resource[found.type][found.name],
        named: ["test-"],
      })),
};
