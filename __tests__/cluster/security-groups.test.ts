import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { fromNetwork, synthesizeCluster } from "./support/cluster";

const stack = synthesizeCluster(environment());
const groupNamed = (prefix: string) =>
  `\${aws_security_group.${Object.keys(stack.resources("aws_security_group")).find((name) => name.startsWith(prefix))}.id}`;
const pods = groupNamed("pods");
const apiClients = groupNamed("api-clients");
const cluster = stack.json.output.cluster_security_group_id.value;
const endpoints = fromNetwork("cluster_endpoint_security_group_id");

/** All rules of a group as "protocol ports peer", sorted. */
function rules(direction: "ingress" | "egress", group: string): string[] {
  return Object.values(stack.resources(`aws_vpc_security_group_${direction}_rule`))
    .filter((rule) => rule.security_group_id === group)
    .map((rule) => {
      const peer = rule.referenced_security_group_id ?? rule.cidr_ipv4 ?? rule.prefix_list_id;
      return `${rule.ip_protocol} ${rule.from_port}-${rule.to_port} ${peer}`;
    })
    .sort();
}

test("pods send to DNS, the Kubernetes API and HTTPS, and to nothing else", () => {
  expect(rules("egress", pods)).toEqual(
    [
      `tcp 53-53 ${cluster}`,
      `udp 53-53 ${cluster}`,
      `tcp 443-443 ${cluster}`,
      `tcp 443-443 ${endpoints}`,
      `tcp 443-443 ${fromNetwork("s3_prefix_list_id")}`,
      "tcp 443-443 0.0.0.0/0",
    ].sort(),
  );
});

test("pods accept probes on unprivileged ports from nodes, and nothing from each other or elsewhere", () => {
  expect(rules("ingress", pods)).toEqual([`tcp 1024-65535 ${cluster}`]);
});

test("API clients send HTTPS to the Kubernetes API, to AWS and to the internet, and accept nothing", () => {
  expect(rules("egress", apiClients)).toEqual(
    [`tcp 443-443 ${cluster}`, `tcp 443-443 ${endpoints}`, "tcp 443-443 0.0.0.0/0"].sort(),
  );
  expect(rules("ingress", apiClients)).toEqual([]);
});

test("nodes and control plane accept DNS and API calls of pods, and this stack adds no egress rule to them", () => {
  expect(rules("ingress", cluster)).toEqual(
    [`tcp 53-53 ${pods}`, `udp 53-53 ${pods}`, `tcp 443-443 ${pods}`, `tcp 443-443 ${apiClients}`].sort(),
  );
  expect(rules("egress", cluster)).toEqual([]);
});

test("endpoints of AWS services accept HTTPS from nodes and from pods", () => {
  expect(rules("ingress", endpoints)).toEqual(
    [`tcp 443-443 ${cluster}`, `tcp 443-443 ${pods}`, `tcp 443-443 ${apiClients}`].sort(),
  );
  expect(rules("egress", endpoints)).toEqual([]);
});

test("there is no other group or rule, and no rule allows sending to the database's port", () => {
  const ingress = Object.values(stack.resources("aws_vpc_security_group_ingress_rule"));
  const egress = Object.values(stack.resources("aws_vpc_security_group_egress_rule"));
  expect(stack.count("aws_security_group")).toBe(2);
  expect(stack.count("aws_security_group_rule")).toBe(0);
  expect(ingress).toHaveLength(8);
  expect(egress).toHaveLength(9);
  expect(egress.every((rule) => rule.to_port < 5432)).toBe(true);
});

test("the groups are in the cluster's VPC, and every rule is a separate resource", () => {
  const groups = Object.values(stack.resources("aws_security_group"));
  expect(groups.map(({ name }) => name).sort()).toEqual(["test-api-clients", "test-pods"]);
  for (const group of atLeastOne(groups)) {
    expect(group.vpc_id).toBe(fromNetwork("cluster_vpc_id"));
    expect(group.ingress).toBeUndefined();
    expect(group.egress).toBeUndefined();
  }
});

test("every rule has a description, in characters that AWS accepts", () => {
  for (const direction of ["ingress", "egress"]) {
    for (const rule of Object.values(stack.resources(`aws_vpc_security_group_${direction}_rule`))) {
      expect(rule.description).toMatch(/^[\w .:/()#,@[\]+=&;{}!$*-]{20,255}$/);
    }
  }
});
