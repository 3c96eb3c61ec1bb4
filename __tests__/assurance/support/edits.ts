// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Synthesis } from "./mutations";

export type Change = (json: Synthesis) => void;
export const ingress = "aws_vpc_security_group_ingress_rule";
export const egress = "aws_vpc_security_group_egress_rule";
export const acl = "aws_network_acl_rule";
export const clusterGroup = "${data.terraform_remote_state.cluster-state.outputs.cluster_security_group_id}";
export const clusterState = (json: Synthesis) => ({
  ...json.json("org-acme").data.terraform_remote_state["cluster-state"],
});

/** One rule more on a security group of the database's stack. @default - the instance's group */
export const admit =
  (
    peer: Record<string, unknown>,
    ports: Record<string, unknown> = {},
    group: (json: Synthesis) => string = () => "access_instance",
  ): Change =>
  (json) =>
    json.add("database", ingress, "mutant", {
      security_group_id: json.id("database", "aws_security_group", group(json)),
      ip_protocol: "tcp",
      from_port: 5432,
      to_port: 5432,
      ...ports,
      ...peer,
    });

export const aclRule =
  (pair: string, rule: Record<string, unknown>): Change =>
  (json) =>
    json.add("network", acl, "mutant", {
      network_acl_id: json.id("network", "aws_network_acl", pair),
      protocol: "-1",
      rule_action: "allow",
      rule_number: 1,
      egress: false,
      cidr_block: "0.0.0.0/0",
      ...rule,
    });

export const set =
  (stack: string, type: string, part: string, attributes: Record<string, unknown>): Change =>
  (json) => {
    Object.assign(json.one(stack, type, part), attributes);
  };

export const remove =
  (stack: string, type: string, part: string): Change =>
  (json) =>
    json.remove(stack, type, part);

export const all =
  (...changes: Change[]): Change =>
  (json) => {
    for (const change of changes) change(json);
  };

/** The group that pods come to: the endpoint's where there is one, else the instance's. */
export const door = (json: Synthesis): string =>
  Object.keys(json.json("database").resource.aws_security_group).some((name) =>
    name.includes("access_endpoint"),
  )
    ? "access_endpoint"
    : "access_instance";

/** Lets a stack read the outputs of the state that another organization's or stack's reads. */
export const reading =
  (stack: string, state: string): Change =>
  (json) => {
    const { data } = json.json(stack);
    data.terraform_remote_state = {
      ...data.terraform_remote_state,
      [state]: json.json("org-acme").data.terraform_remote_state[state],
    };
  };

export const policy = (json: Synthesis, organization: string) =>
  json.one(`org-${organization}`, "kubernetes_manifest", "security-group-policy").manifest.spec;
