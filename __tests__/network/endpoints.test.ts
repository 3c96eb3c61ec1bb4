import { endpointServices } from "../../src/config/facts/endpoint-services";
import type { Environment } from "../../src/config/model";
import { InterfaceEndpoints, S3GatewayEndpoint } from "../../src/network/endpoints";
import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesizeConstruct } from "../support/synthesize";

const build = (config: Environment, services: string[], privateDns = true): Synthesized =>
  synthesizeConstruct(config, (scope) => {
    new InterfaceEndpoints(scope, "endpoints", {
      environment: config,
      name: "test-endpoints",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1", "subnet-2"],
      services,
      privateDns,
    });
  });

const account = { test: "StringEquals", variable: "aws:PrincipalAccount", values: ["111122223333"] };
const resourceAccount = { test: "StringEquals", variable: "aws:ResourceAccount", values: ["111122223333"] };
const everyPrincipal = [{ type: "*", identifiers: ["*"] }];

describe("InterfaceEndpoints", () => {
  const config = environment();
  const stack = build(config, [...endpointServices]);
  const endpoints = Object.values(stack.resources("aws_vpc_endpoint"));
  const policyOf = (service: string) =>
    stack.statements(endpoints.find(({ service_name }) => service_name.endsWith(`.${service}`))?.policy);

  test("offer every service that config takes, with its own name", () => {
    expect(
      endpoints.map(({ service_name }) => service_name.replace("com.amazonaws.eu-west-1.", "")).sort(),
    ).toEqual(endpointServices);
    for (const endpoint of atLeastOne(endpoints)) {
      expect(endpoint).toMatchObject({
        vpc_endpoint_type: "Interface",
        subnet_ids: ["subnet-1", "subnet-2"],
        private_dns_enabled: true,
      });
    }
  });

  test("hold one security group of their own, without a rule", () => {
    const group = Object.keys(stack.resources("aws_security_group"));
    expect(group).toHaveLength(1);
    for (const { security_group_ids } of atLeastOne(endpoints)) {
      expect(security_group_ids).toEqual([`\${aws_security_group.${group[0]}.id}`]);
    }
    expect(stack.count("aws_vpc_security_group_ingress_rule")).toBe(0);
    expect(stack.count("aws_vpc_security_group_egress_rule")).toBe(0);
  });

  test("admit only identities of the account", () => {
    const bounded = ({ condition = [] }: { condition?: { variable: string; values: string[] }[] }) =>
      condition.some((c) => c.variable === "aws:PrincipalAccount" && c.values.join() === config.account);
    for (const { service_name, policy } of atLeastOne(endpoints)) {
      const open = stack.statements(policy).filter((statement) => !bounded(statement));
      const expected = service_name.endsWith(".sts") ? [["sts:AssumeRoleWithWebIdentity"]] : [];
      expect({ service_name, open: open.map(({ actions }) => actions) }).toEqual({
        service_name,
        open: expected,
      });
    }
  });

  test("let pods without an AWS identity assume only roles of the account", () => {
    expect(policyOf("sts")).toEqual([
      {
        sid: "OwnIdentities",
        principals: everyPrincipal,
        actions: ["*"],
        resources: ["*"],
        condition: [account],
      },
      {
        sid: "ServiceAccountsToOwnRoles",
        principals: everyPrincipal,
        actions: ["sts:AssumeRoleWithWebIdentity"],
        resources: ["arn:aws:iam::111122223333:role/*"],
      },
    ]);
  });

  test("let no principal read or write secrets of other accounts", () => {
    expect(policyOf("secretsmanager")).toEqual([
      {
        sid: "OwnIdentitiesOwnSecrets",
        principals: everyPrincipal,
        actions: ["secretsmanager:*"],
        resources: ["*"],
        condition: [account, resourceAccount],
      },
      {
        sid: "RandomPassword",
        principals: everyPrincipal,
        actions: ["secretsmanager:GetRandomPassword"],
        resources: ["*"],
        condition: [account],
      },
    ]);
  });

  test("admit images of other accounts: add-ons come from accounts of AWS", () => {
    for (const service of ["ecr.api", "ecr.dkr"]) {
      expect(policyOf(service).map(({ condition }) => condition)).toEqual([[account]]);
    }
  });

  test("an error names a missing service", () => {
    synthesizeConstruct(config, (scope) => {
      const props = { environment: config, name: "n", vpcId: "v", subnetIds: [], privateDns: false };
      const only = new InterfaceEndpoints(scope, "some", { ...props, services: ["sts", "kms"] });
      expect(() => only.dnsName("rds")).toThrow("test-scope/some has no endpoint for rds; it has sts, kms");
      expect(only.dnsName("kms")).toMatch(/^\$\{TfToken/);
    });
  });
});

describe("S3GatewayEndpoint", () => {
  const config = environment();
  const stack = synthesizeConstruct(config, (scope) => {
    new S3GatewayEndpoint(scope, "s3", {
      environment: config,
      name: "test-s3",
      vpcId: "vpc-1",
      routeTableIds: ["rtb-1", "rtb-2"],
    });
  });

  test("routes the given tables to S3", () => {
    expect(stack.resource("aws_vpc_endpoint")).toMatchObject({
      vpc_endpoint_type: "Gateway",
      service_name: "com.amazonaws.eu-west-1.s3",
      route_table_ids: ["rtb-1", "rtb-2"],
    });
  });

  test("permits reads from buckets of every account, and writes only to this account", () => {
    expect(stack.statements(stack.resource("aws_vpc_endpoint").policy)).toEqual([
      {
        sid: "ReadObjects",
        principals: everyPrincipal,
        actions: ["s3:GetObject"],
        resources: ["arn:aws:s3:::*/*"],
      },
      {
        sid: "OwnIdentitiesOwnBuckets",
        principals: everyPrincipal,
        actions: ["s3:*"],
        resources: ["*"],
        condition: [account, resourceAccount],
      },
    ]);
  });
});
