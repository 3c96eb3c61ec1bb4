// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { leg, type Party } from "../../../src/assurance/network";
import { connectionsTo } from "../../../src/assurance/network/legs";
import { IntervalSet } from "../../../src/assurance/sets";
import { atLeastOne } from "../../support/at-least-one";
import { environmentOf } from "../mutations/environments";
import { admit, type Change, policy } from "../support/edits";

const environment = environmentOf("private-link", true);
const { network } = environment.after(() => {});
const after = (change: Change) => environment.after(change).network;

test("a network that is read again and is equal is the same object", () => {
  const other = after((json) => {
    json.one("database", "aws_lambda_function", "credentials_function").memory_size = 512;
  });
  expect(other).toBe(network);
});

test("a changed rule changes its group, and no other group or party", () => {
  const other = after(admit({ cidr_ipv4: "10.0.0.0/16" }));
  const changed = [...other.groups].filter(([key, group]) => network.groups.get(key) !== group);
  expect(changed.map(([, { address }]) => address)).toEqual([
    expect.stringMatching(/aws_security_group\.instance_access_instance_/),
  ]);
  expect(other.sources).toBe(network.sources);
  expect(other.relays.every((relay, index) => relay === network.relays[index])).toBe(true);
});

test("connections are kept unless one of the two parties carries a changed group", () => {
  const other = after(admit({ cidr_ipv4: "10.0.0.0/16" }));
  const question = connectionsTo(IntervalSet.single(5432));
  const holdsAnother = ({ interfaces }: Party): boolean =>
    interfaces.some(({ groups }) =>
      groups.possible.some((key) => other.groups.get(key) !== network.groups.get(key)),
    );
  const doors = [...network.databases, ...network.relays.map(({ entrance }) => entrance)];
  const pairs = network.sources.flatMap((from) => doors.map((to) => [from, to] as const));
  const made = pairs.filter(
    ([from, to]) => leg(other, from, to, question) !== leg(network, from, to, question),
  );
  const names = (all: typeof pairs) => all.map(([from, to]) => `${from.name} > ${to.name}`);
  expect(names(made)).toEqual(names(pairs.filter((pair) => pair.some(holdsAnother))));
  expect(made.length).toBeGreaterThan(0);
  expect(made.length).toBeLessThan(pairs.length);
});

test("a changed subnet is changed for every party in it, and for nothing else", () => {
  const other = after((json) => {
    Object.assign(json.one("network", "aws_subnet", "cluster-private_subnet-1"), {
      map_public_ip_on_launch: true,
    });
  });
  const changed = other.vpcs.subnets.filter((subnet) => network.vpcs.subnet(subnet.key) !== subnet);
  expect(changed).toHaveLength(1);
  for (const [index, source] of atLeastOne([...other.sources.entries()])) {
    const isThere = source.interfaces.some(({ subnet }) => changed.includes(subnet));
    expect([source.name, source !== network.sources[index]]).toEqual([source.name, isThere]);
  }
  expect(other.databases).toBe(network.databases);
});

test("a changed listener changes its load balancer, with the endpoint before it", () => {
  const other = after((json) => {
    json.one("database", "aws_lb_listener", "instance_access").port = 6432;
  });
  const changed = other.relays.filter((relay, index) => relay !== network.relays[index]);
  expect(changed.map(({ entrance }) => entrance.kind).sort()).toEqual(["endpoint", "load balancer"]);
});

test("messages about unreadable parts are given again, and other parts are kept", () => {
  const other = after((json) => {
    json.one("database", "aws_db_instance").port = "${var.port}";
  });
  expect(other.unknowns).toEqual([expect.stringContaining("the port of")]);
  expect(other.groups).toBe(network.groups);
  expect(other.sources).toBe(network.sources);
});

test("applications refer to the same pods and load balancers as the network", () => {
  const proof = environment.after((json) => {
    policy(json, "acme").securityGroups.groupIds.push("sg-0123456789abcdef0");
  });
  for (const { found } of atLeastOne(proof.applications)) {
    expect(proof.network.sources).toContain(found.pods);
    expect(proof.network.relays).toContain(found.balancer);
  }
});
