import { environment } from "../support/fixtures";
import { fromNetwork, synthesizeCluster } from "./support/cluster";

const stack = synthesizeCluster(environment());
const pods = `\${aws_security_group.${Object.keys(stack.resources("aws_security_group"))[0]}.id}`;
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

test("nodes and control plane accept DNS and API calls of pods, and no rule of ours sends anything", () => {
  expect(rules("ingress", cluster)).toEqual(
    [`tcp 53-53 ${pods}`, `udp 53-53 ${pods}`, `tcp 443-443 ${pods}`].sort(),
  );
  expect(rules("egress", cluster)).toEqual([]);
});

test("endpoints of AWS services accept HTTPS of nodes and of pods", () => {
  expect(rules("ingress", endpoints)).toEqual([`tcp 443-443 ${cluster}`, `tcp 443-443 ${pods}`].sort());
  expect(rules("egress", endpoints)).toEqual([]);
});

test("there is no other group, no other rule, and no rule that opens the database's port for sending", () => {
  const ingress = Object.values(stack.resources("aws_vpc_security_group_ingress_rule"));
  const egress = Object.values(stack.resources("aws_vpc_security_group_egress_rule"));
  expect(stack.count("aws_security_group")).toBe(1);
  expect(stack.count("aws_security_group_rule")).toBe(0);
  expect(ingress).toHaveLength(6);
  expect(egress).toHaveLength(6);
  expect(egress.every((rule) => rule.to_port < 5432)).toBe(true);
});

test("the group has no rule of its own making: every rule is a resource", () => {
  const group = stack.resource("aws_security_group");
  expect(group.name).toBe("test-pods");
  expect(group.vpc_id).toBe(fromNetwork("cluster_vpc_id"));
  expect(group.ingress).toBeUndefined();
  expect(group.egress).toBeUndefined();
});

test("every rule says why, in characters that AWS accepts", () => {
  for (const direction of ["ingress", "egress"]) {
    for (const rule of Object.values(stack.resources(`aws_vpc_security_group_${direction}_rule`))) {
      expect(rule.description).toMatch(/^[\w .:/()#,@[\]+=&;{}!$*-]{20,255}$/);
    }
  }
});
