// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { buildEnvironment } from "../../../src/stacks/environment";
import { environment, organization } from "../../support/fixtures";
import { differences, Synthesis, statements } from "./mutations";
import { sourcesOf } from "./sources";

/** Acme has a database, Globex a schema, Hooli an instance of its own. */
const synthesis = new Synthesis(
  sourcesOf((app) =>
    buildEnvironment(
      app,
      environment({}, [
        organization("acme"),
        organization("globex", { isolation: "schema" }),
        organization("hooli", { isolation: "instance" }),
      ]),
    ),
  ),
);
const before = statements(synthesis);

/** What is said differently about the environment after a change to its synthesized Terraform. */
export function changed(change: Change): string[] {
  const mutant = synthesis.copy();
  change(mutant);
  return differences(before, statements(mutant));
}

export type Change = (json: Synthesis) => void;
export const ingress = "aws_vpc_security_group_ingress_rule";
export const egress = "aws_vpc_security_group_egress_rule";
export const acl = "aws_network_acl_rule";
export const clusterGroup = "${data.terraform_remote_state.cluster-state.outputs.cluster_security_group_id}";
export const clusterState = (json: Synthesis) => ({
  ...json.json("org-acme").data.terraform_remote_state["cluster-state"],
});

export const admit =
  (peer: Record<string, unknown>, ports: Record<string, unknown> = {}): Change =>
  (json) =>
    json.add("database", ingress, "mutant", {
      security_group_id: json.id("database", "aws_security_group", "access_instance"),
      ip_protocol: "tcp",
      from_port: 5432,
      to_port: 5432,
      ...ports,
      ...peer,
    });

export const aclRule =
  (couple: string, rule: Record<string, unknown>): Change =>
  (json) =>
    json.add("network", acl, "mutant", {
      network_acl_id: json.id("network", "aws_network_acl", couple),
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

export const policy = (json: Synthesis, organization: string) =>
  json.one(`org-${organization}`, "kubernetes_manifest", "security-group-policy").manifest.spec;
