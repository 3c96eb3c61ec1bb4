import { atLeastOne } from "../support/at-least-one";
import { oneOf } from "../support/effort";
import type { Synthesized } from "../support/synthesize";
import { allowedCidrs, externalAccess, find, rulesOf, stacks } from "./support";

const topologies = ["same-vpc", "peering", "private-link"] as const;

describe.each(topologies)("external access in %s", (topology) => {
  const closed = stacks({ topology });
  const open = stacks({ topology, externalAccess });
  const database = open.get("test-database") as Synthesized;
  const loadBalancer = find(database, "aws_lb", ({ internal }) => internal === false);
  const group = find(database, "aws_security_group", ({ name }) => name === "test-shared-external");
  const behindPath = topology === "private-link" ? "load-balancer" : "client";

  test("is one internet-facing load balancer in both public database subnets, created with its group", () => {
    expect(loadBalancer.resource).toMatchObject({
      name: "test-shared-external",
      load_balancer_type: "network",
      internal: false,
      ip_address_type: "ipv4",
      subnets: expect.stringMatching(/\.outputs\.database_public_subnet_ids\}$/),
      security_groups: [group.ref("id")],
      enable_cross_zone_load_balancing: true,
      enable_deletion_protection: true,
      enforce_security_group_inbound_rules_on_private_link_traffic: "on",
    });
    expect(group.resource.vpc_id).toMatch(/\.outputs\.database_vpc_id\}$/);
  });

  test("listens on the database port only, and forwards TCP unchanged", () => {
    const listener = find(
      database,
      "aws_lb_listener",
      (each) => each.load_balancer_arn === loadBalancer.ref("arn"),
    );
    const target = find(database, "aws_lb_target_group", ({ name }) => name === "test-shared-external");
    expect(listener.resource).toMatchObject({ protocol: "TCP", port: 5432 });
    expect(listener.resource.default_action).toEqual([
      { type: "forward", target_group_arn: target.ref("arn") },
    ]);
  });

  test("admits the listed ranges and no other, and reaches the instance and nothing else", () => {
    expect(rulesOf(database, "test-shared-external")).toEqual(
      [
        "egress test-shared-instance tcp 5432-5432",
        ...allowedCidrs.map((range) => `ingress ${range} tcp 5432-5432`),
        ...allowedCidrs.map((range) => `ingress ${range} icmp 3-4`),
      ].sort(),
    );
  });

  test("connects to the instance beside its usual path, which sends nothing itself", () => {
    expect(rulesOf(database, "test-shared-instance")).toEqual(
      [
        `ingress test-shared-${behindPath} tcp 5432-5432`,
        "ingress test-shared-external tcp 5432-5432",
      ].sort(),
    );
  });

  test("outputs its address", () => {
    expect(database.json.output.external_dns_name.value).toBe(loadBalancer.ref("dns_name"));
    expect(database.json.output.external_dns_name).not.toHaveProperty("sensitive");
  });

  test("leaves cluster, platform and organizations as they are, to the byte", () => {
    const others = [...closed.keys()].filter((name) => !/-(network|database)$/.test(name));
    expect(others).toHaveLength(4);
    for (const name of atLeastOne(others)) expect(open.get(name)?.text).toBe(closed.get(name)?.text);
  });

  test("changes the shared stack only in resources of the load balancer and its monitoring", () => {
    const before = (closed.get("test-database") as Synthesized).json.resource;
    const changed = Object.entries(before as Record<string, Record<string, unknown>>).flatMap(([type, all]) =>
      Object.entries(all)
        .filter(([name, resource]) => {
          const now = database.json.resource[type]?.[name];
          return JSON.stringify(now) !== JSON.stringify(resource);
        })
        .map(() => type),
    );
    expect(changed.sort()).toEqual([
      "aws_cloudwatch_dashboard",
      ...(topology === "private-link"
        ? ["aws_iam_role_policy", "aws_lambda_function", "aws_lambda_invocation"]
        : []),
    ]);
  });

  test("exports nothing for other stacks", () => {
    const { external_dns_name: _, ...others } = database.json.output;
    expect(others).toEqual((closed.get("test-database") as Synthesized).json.output);
  });
});

test.each(oneOf(topologies))("external access in %s takes deletion protection from config", (topology) => {
  const stack = stacks({ topology, externalAccess: { allowedCidrs, deletionProtection: false } });
  const { resource } = find(stack.get("test-database") as Synthesized, "aws_lb", (lb) => !lb.internal);
  expect(resource.enable_deletion_protection).toBe(false);
});

describe("without external access", () => {
  test.each(["same-vpc", "peering", "resource-endpoint"])(
    "%s has no load balancer, no function and no schedule",
    (topology) => {
      for (const stack of atLeastOne([...stacks({ topology }).values()])) {
        for (const type of [
          "aws_lb",
          "aws_lb_target_group",
          "aws_lambda_function",
          "aws_cloudwatch_event_rule",
        ])
          expect([stack.name, type, stack.count(type)]).toEqual([stack.name, type, 0]);
        expect(stack.json.output?.external_dns_name).toBeUndefined();
      }
    },
  );

  test("private-link has internal load balancers only", () => {
    const all = [...stacks({ topology: "private-link" }).values()];
    const loadBalancers = all.flatMap((stack) => Object.values(stack.json.resource?.aws_lb ?? {}));
    expect(loadBalancers).toEqual(Array(2).fill(expect.objectContaining({ internal: true })));
  });
});

describe("a range that is added or moved", () => {
  const ids = (...ranges: string[]) => {
    const all = stacks({ externalAccess: { allowedCidrs: ranges } }).get("test-database") as Synthesized;
    const rules = Object.entries(all.resources("aws_vpc_security_group_ingress_rule"));
    return new Map(rules.map(([id, { cidr_ipv4 }]) => [id, cidr_ipv4 as string | undefined]));
  };

  test("leaves the rules of other ranges as they are", () => {
    const before = ids(...allowedCidrs);
    const after = ids("192.0.2.0/24", ...[...allowedCidrs].reverse());
    expect(after.size).toBe(before.size + 2);
    for (const [id, range] of atLeastOne(before)) expect(after.get(id)).toBe(range);
  });
});
