import { Vpc } from "../../src/network/vpc";
import { environment } from "../support/fixtures";
import { synthesizeConstruct } from "../support/synthesize";

describe("Vpc", () => {
  const stack = synthesizeConstruct(environment(), (scope) => {
    new Vpc(scope, "vpc", { name: "test", cidr: "10.0.0.0/16" });
  });
  const vpcName = Object.keys(stack.resources("aws_vpc"))[0];
  const ofVpc = (attribute: string) => `\${aws_vpc.${vpcName}.${attribute}}`;
  /** An empty list as an expression, which HCL carries too. */
  const none = `\${tolist([])}`;

  test("resolves private names", () => {
    expect(stack.resource("aws_vpc")).toMatchObject({
      cidr_block: "10.0.0.0/16",
      enable_dns_support: true,
      enable_dns_hostnames: true,
      tags: { Name: "test" },
    });
  });

  test("keeps its default security group empty", () => {
    expect(stack.resource("aws_default_security_group")).toMatchObject({
      vpc_id: ofVpc("id"),
      ingress: none,
      egress: none,
    });
  });

  test("keeps its default network ACL empty", () => {
    const acl = stack.resource("aws_default_network_acl");
    expect(acl.default_network_acl_id).toBe(ofVpc("default_network_acl_id"));
    expect(Object.keys(acl).sort()).toEqual(["//", "default_network_acl_id", "tags"]);
  });

  test("keeps its main route table empty", () => {
    expect(stack.resource("aws_default_route_table")).toMatchObject({
      default_route_table_id: ofVpc("default_route_table_id"),
      route: none,
    });
  });
});
