// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so
import { aclRule, all, clusterGroup, egress, ingress, reading, remove, set } from "../../support/edits";
import type { Synthesis } from "../../support/mutations";
import { rule, type Weakening } from "../mutation";

const balancerGroup = (json: Synthesis, organization: string) =>
  json.id(`org-${organization}`, "aws_security_group", "access_");

/** One more rule of the group of an organization's load balancer. */
const balancerRule =
  (organization: string, type: string, attributes: Record<string, unknown>) => (json: Synthesis) =>
    json.add(`org-${organization}`, type, "mutant", {
      security_group_id: balancerGroup(json, organization),
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      ...attributes,
    });

const binding = (json: Synthesis, organization: string) =>
  json.one(`org-${organization}`, "kubernetes_manifest", "access_").manifest;

const policy = (json: Synthesis, organization: string) =>
  json.one(`org-${organization}`, "kubernetes_network_policy_v1", "access_").spec;

const wideAcl = aclRule("cluster-public", {
  protocol: "tcp",
  rule_number: 950,
  from_port: 443,
  to_port: 443,
});
const wideGroup = balancerRule("acme", ingress, { cidr_ipv4: "0.0.0.0/0" });
const narrow = rule(
  "Network policies admit pods of the same namespace and load balancers of applications, and allow outbound traffic only to named ports",
);
const https = rule(
  "Load balancers of applications use TLS 1.2 or later, have the web ACL that config names, and answer requests for unknown host names themselves",
);
const values = (json: Synthesis, from: string, to: string): void => {
  const release = json.one("platform", "helm_release", "load-balancer-controller");
  if (!release.values[0].includes(from)) throw new Error(`no ${from} among the values`);
  release.values[0] = release.values[0].replace(from, to);
};

/** Who opens applications, what their load balancers reach, and what registers targets. */
export const applications: Weakening[] = [
  [
    "the internet in the group of a load balancer",
    wideGroup,
    /network: \S+ admits 0\.0\.0\.0 to 203\.0\.112\.255, .* to load balancer test-org-acme-internet, which config does not list/,
  ],
  [
    "the internet in the ACL of load balancers",
    wideAcl,
    /network: \S+aws_network_acl_rule\S+ lets 0\.0\.0\.0 to .* to load balancers, which applicationAccess does not list/,
  ],
  [
    "the internet in both group and ACL",
    all(wideGroup, wideAcl),
    /network: internet, all else, opens acme\/metabase, which config does not allow\n/,
  ],
  [
    "a load balancer that admits another port",
    balancerRule("acme", ingress, { cidr_ipv4: "203.0.113.0/24", from_port: 80, to_port: 80 }),
    /network: \S+ admits connections to other ports of load balancer test-org-acme-internet than 443/,
  ],
  [
    "a load balancer that pods may call",
    all(
      reading("org-acme", "cluster-state"),
      balancerRule("acme", ingress, { referenced_security_group_id: clusterGroup }),
    ),
    /network: \S+ admits holders of a security group to load balancer test-org-acme-internet/,
  ],
  [
    "a load balancer that sends to any address",
    balancerRule("acme", egress, { cidr_ipv4: "10.0.0.0/16", from_port: 3000, to_port: 3000 }),
    /network: \S+ lets load balancer test-org-acme-internet send to addresses, whatever has them/,
  ],
  [
    "a load balancer that sends to nodes",
    balancerRule("acme", egress, {
      referenced_security_group_id: clusterGroup,
      from_port: 3000,
      to_port: 3000,
    }),
    /network: \S+ lets load balancer test-org-acme-internet reach nodes and pods of \S+, which is no pod of its organization/,
  ],
  [
    "a load balancer that sends to its pods on any port",
    (json) => {
      Object.assign(json.one("org-acme", egress, "access_"), { from_port: 1024, to_port: 65535 });
    },
    /network: \S+ lets load balancer test-org-acme-internet send to other ports than those of its applications/,
  ],
  [
    "a load balancer that leads to a database",
    (json) => {
      const group = json.id("org-hooli", "aws_security_group", "database_access_instance");
      const peers = { from_port: 5432, to_port: 5432, ip_protocol: "tcp" };
      json.add("org-hooli", egress, "mutant", {
        ...peers,
        security_group_id: balancerGroup(json, "hooli"),
        referenced_security_group_id: group,
      });
      json.add("org-hooli", ingress, "mutant", {
        ...peers,
        security_group_id: group,
        referenced_security_group_id: balancerGroup(json, "hooli"),
      });
    },
    /network: \S+ lets load balancer test-org-hooli-internet reach test-org-hooli, which is no pod of its organization/,
  ],
  [
    "every organization's pods at the load balancer of one",
    (json) => {
      const ports = { ip_protocol: "tcp", from_port: 3000, to_port: 3000 };
      json.add("org-acme", ingress, "mutant", {
        ...ports,
        security_group_id: json.id("org-acme", "aws_security_group", "security-group"),
        referenced_security_group_id:
          "${data.terraform_remote_state.cluster-state.outputs.pod_security_group_id}",
      });
      json.add("cluster", egress, "mutant", {
        ...ports,
        security_group_id: json.id("cluster", "aws_security_group", "pods"),
        cidr_ipv4: "10.0.0.0/16",
      });
    },
    /network: any pod of globex may connect to acme\/metabase, which config does not allow/,
  ],
  [
    "another range in place of the one in config",
    (json) => {
      for (const one of Object.values(json.json("org-acme").resource[ingress]) as { cidr_ipv4?: string }[])
        if (one.cidr_ipv4 === "203.0.113.0/24") one.cidr_ipv4 = "10.200.0.0/16";
    },
    /network: internet 203\.0\.113\.0\/24 should open acme\/metabase by config, but does not for certain/,
    /network: \S+ admits 10\.200\.0\.0\/16 to load balancer test-org-acme-internet, which config does not list/,
  ],
  [
    "a network policy that does not admit the load balancer",
    remove("org-acme", "kubernetes_network_policy_v1", "access_"),
    /network: internet 203\.0\.113\.0\/24 should open acme\/metabase by config, but does not for certain/,
  ],
  [
    "a network policy that does not admit the internal load balancer",
    remove("org-globex", "kubernetes_network_policy_v1", "access_"),
    /network: 10\.200\.0\.0\/16 should open globex\/api by config, but something on the path does not admit it/,
  ],
  [
    "a network policy for load balancers and all pods",
    (json) => {
      policy(json, "acme").pod_selector = {};
    },
    narrow,
  ],
  [
    "a network policy for load balancers and all ports",
    (json) => {
      policy(json, "acme").ingress[0].ports = [];
    },
    narrow,
  ],
  [
    "a network policy for the subnets of pods",
    (json) => {
      policy(json, "acme").ingress[0].from[0].ip_block.cidr = "10.0.0.0/23";
    },
    narrow,
  ],
  [
    "a rule for every host",
    set("org-acme", "aws_lb_listener_rule", "", {
      condition: [{ path_pattern: { values: ["/*"] } }],
    }),
    /network: \S+aws_lb_listener_rule\S+ is not about one whole host name alone/,
    /network: acme\/metabase should be opened as metabase\.example\.com by config, but no rule leads to it/,
  ],
  [
    "a rule for a pattern of hosts",
    set("org-acme", "aws_lb_listener_rule", "", {
      condition: [{ host_header: { values: ["*.example.com"] } }],
    }),
    /is not about one whole host name alone/,
  ],
  [
    "a rule for another host",
    set("org-acme", "aws_lb_listener_rule", "", {
      condition: [{ host_header: { values: ["other.example.com"] } }],
    }),
    /network: the host name of acme\/metabase is other\.example\.com, and config declares metabase\.example\.com/,
  ],
  [
    "a rule that forwards to another target group",
    set("org-acme", "aws_lb_listener_rule", "", {
      action: [{ type: "redirect", redirect: { status_code: "HTTP_302", host: "evil.example.com" } }],
    }),
    /network: \S+aws_lb_listener_rule\S+ leads to something else than one target group/,
  ],
  [
    "an internal load balancer that is internet-facing",
    set("org-globex", "aws_lb", "access_", { internal: false }),
    /network: the load balancer of globex\/api is internet-facing, and config declares internal/,
  ],
  [
    "a binding of another service",
    (json) => {
      binding(json, "acme").spec.serviceRef.name = "other";
    },
    /network: \S+ names a service that is not declared in its namespace/,
  ],
  [
    "a binding of targets that no rule leads to",
    (json) => {
      const { manifest } = json.one("org-acme", "kubernetes_manifest", "access_");
      json.add("org-acme", "aws_lb_target_group", "mutant", { name: "test-app-other", port: 3000 });
      const other = structuredClone(manifest);
      other.spec.targetGroupARN = "${aws_lb_target_group.mutant.arn}";
      json.add("org-acme", "kubernetes_manifest", "mutant", { manifest: other });
    },
    /network: \S+mutant binds \S+mutant, to which no rule leads/,
  ],
  [
    "a binding that opens security groups",
    (json) => {
      binding(json, "acme").spec.networking = {
        ingress: [{ from: [{ securityGroup: { groupID: "sg-other" } }] }],
      };
    },
    rule(
      "Pods, Services, SecretProviderClasses, add-ons, events and parameters have only settings that the proof knows",
    ),
  ],
  [
    "a binding that takes a role",
    (json) => {
      binding(json, "acme").spec.iamRoleArnToAssume = "arn:aws:iam::111122223333:role/other";
    },
    rule(
      "Pods, Services, SecretProviderClasses, add-ons, events and parameters have only settings that the proof knows",
    ),
  ],
  ["an HTTP listener", set("org-acme", "aws_lb_listener", "", { protocol: "HTTP" }), https],
  [
    "an outdated TLS policy",
    set("org-acme", "aws_lb_listener", "", { ssl_policy: "ELBSecurityPolicy-2016-08" }),
    https,
  ],
  [
    "an application as the default action",
    (json) => {
      const { action } = json.one("org-acme", "aws_lb_listener_rule");
      json.one("org-acme", "aws_lb_listener").default_action = action;
    },
    https,
  ],
  [
    "a listener that keeps invalid headers",
    set("org-acme", "aws_lb", "access_", { drop_invalid_header_fields: false }),
    https,
  ],
  [
    "a controller that registers any target",
    (json) => {
      json.statement(
        "platform",
        "load-balancer-controller_rights_role_permissions",
        "ChangeTargetsOfApplications",
      ).resources = ["*"];
    },
    /credentials: test-load-balancer-controller registers targets of load balancers: a path through the network/,
  ],
  [
    "a controller that creates listeners",
    (json) => {
      json
        .statement("platform", "load-balancer-controller_rights_role_permissions", "LookAtTargets")
        .actions.push("elasticloadbalancing:CreateListener");
    },
    /credentials: test-load-balancer-controller makes listeners of load balancers: a path through the network/,
  ],
  [
    "a controller that opens security groups",
    (json) => {
      json
        .statement("platform", "load-balancer-controller_rights_role_permissions", "LookAtTargets")
        .actions.push("ec2:AuthorizeSecurityGroupIngress");
    },
    /credentials: test-load-balancer-controller admits traffic to security groups: a path through the network/,
  ],
  ...["secrets", "configmaps"].map(
    (resource): Weakening => [
      `a controller that writes ${resource}`,
      (json) =>
        json
          .one("platform", "kubernetes_cluster_role_v1", "load-balancer-controller")
          .rule.push({ api_groups: [""], resources: [resource], verbs: ["get", "update"] }),
      rule("Every resource that could hold or issue credentials has a type that the proof knows"),
    ],
  ),
  [
    "a controller whose webhook refuses services while it is unavailable",
    (json) => values(json, '"enableServiceMutatorWebhook" = false', '"enableServiceMutatorWebhook" = true'),
    rule("Helm releases install charts whose rights the proof knows, in known versions, with known values"),
  ],
  [
    "a controller with the RBAC rights of its chart",
    (json) => values(json, '"rbac" = {"create" = false}', '"rbac" = {"create" = true}'),
    rule("Helm releases install charts whose rights the proof knows, in known versions, with known values"),
  ],
];
