import fs from "node:fs";
import path from "node:path";
import { changesAfterApply } from "../../src/config/reference/remarks";
import { atLeastOne } from "../support/at-least-one";
import { environmentStacks } from "../support/environments";
import { environment, organization } from "../support/fixtures";
import type { Synthesized } from "../support/synthesize";
import { topologies } from "../support/topologies";

type Topology = (typeof topologies)[number];

const organizations = [organization("acme"), organization("initech", { isolation: "instance" })];
const built = new Map(
  topologies.map((topology) => [topology, environmentStacks(environment({ topology }, organizations))]),
);
const stackOf = (topology: Topology, name: string) => built.get(topology)?.get(`test-${name}`) as Synthesized;

const addressesOf = ({ json }: Synthesized): Map<string, Record<string, unknown>> =>
  new Map(
    Object.entries(json.resource as Record<string, Record<string, Record<string, unknown>>>).flatMap(
      ([type, items]) => Object.entries(items).map(([name, item]) => [`${type}.${name}`, item] as const),
    ),
  );

const withInstances = ["database", "org-initech"];

/**
 * Arguments of a database instance of which the provider replaces it when they change (provider 6.25.0,
 * internal/service/rds/instance.go), as far as they are used.
 */
const replacing = ["db_name", "engine", "kms_key_id", "snapshot_identifier", "storage_encrypted", "username"];

/** Commands of docs/operations.md that take resources out of a state, as patterns of addresses. */
const section =
  fs
    .readFileSync(path.join(__dirname, "../../docs/operations.md"), "utf8")
    .split("## Changing the topology, ranges or zones")[1]
    ?.split("\n## ")[0] ?? "";
const patterns = [...section.matchAll(/grep(?: -E)? '([^']+)'|pattern(?: is)?\s+`'([^']+)'`/g)].map(
  ([, command, words]) => new RegExp((command ?? words) as string),
);

interface Group {
  readonly name: string;
  readonly description: string;
  readonly lifecycle?: object;
}

/** What lives in the database's VPC, by the expressions that a stack reads of the network's. */
const inDatabaseVpc = /outputs\.database_(vpc_id|private_subnet_ids)/;

describe.each(topologies.flatMap((from) => topologies.map((to) => [from, to] as const)))(
  "a change of topology from %s to %s",
  (from, to) => {
    const moves = (from === "same-vpc") !== (to === "same-vpc");

    test.each(withInstances)("never replaces the instance of %s", (name) => {
      const [before, after] = [from, to].map((one) => stackOf(one, name).resource("aws_db_instance"));
      for (const argument of atLeastOne(replacing)) expect(after[argument]).toEqual(before[argument]);
      expect(after.identifier).toBe(before.identifier);
    });

    test("creates a second subnet group exactly where instances move to another VPC", () => {
      const [before, after] = [from, to].map((one) =>
        stackOf(one, "database").resource("aws_db_subnet_group"),
      );
      expect(after.name === before.name).toBe(!moves);
      expect(after.lifecycle).toEqual({ create_before_destroy: true });
    });

    test("never changes a subnet or VPC that the documented steps keep in the state", () => {
      const [before, after] = [from, to].map((one) => addressesOf(stackOf(one, "network"))) as [
        Map<string, object>,
        Map<string, object>,
      ];
      const changed = [...before.keys()]
        .filter((address) => JSON.stringify(before.get(address)) !== JSON.stringify(after.get(address)))
        .filter((address) => !/^aws_(network_acl_rule|route|vpc_peering_connection)\./.test(address));
      if (!moves) expect(changed.filter((address) => /^aws_(vpc|subnet|db_\w+)\./.test(address))).toEqual([]);
      else expect(changed.filter((address) => !patterns[0]?.test(address))).toEqual([]);
    });
  },
);

test.each(topologies)(
  "%s: security groups and NAT gateways are created before their predecessors are deleted",
  (topology) => {
    for (const type of ["aws_security_group", "aws_nat_gateway"]) {
      const found = [...(built.get(topology)?.values() ?? [])].flatMap(({ json }) =>
        Object.values<Group>(json.resource[type] ?? {}),
      );
      for (const { lifecycle } of atLeastOne(found))
        expect(lifecycle).toEqual({ create_before_destroy: true });
    }
  },
);

test("a security group that is replaced has a new name: AWS refuses two of one name in a VPC", () => {
  const groupsOf = (topology: Topology, name: string): [string, Group][] =>
    Object.entries(stackOf(topology, name).resources("aws_security_group"));
  const kept = topologies.flatMap((from) =>
    topologies.flatMap((to) =>
      withInstances.flatMap((name) => {
        const after = new Map(groupsOf(to, name));
        return groupsOf(from, name).flatMap(([id, { name: before, description }]) => {
          const next = after.get(id);
          return next?.name === before && next.description !== description
            ? [`${from}, ${to}: ${before}`]
            : [];
        });
      }),
    ),
  );
  expect(kept).toEqual([]);
});

test("config documents topology, ranges and zones as fixed after the first apply", () => {
  for (const key of ["topology", "zones", "network.cidr", "network.databaseCidr", "network.subnets"])
    expect(changesAfterApply[key]).toMatch(/^Fixed: /);
});

test("the documented steps remove instances and their groups from the state, and keep the client groups of pods", () => {
  expect(patterns).toHaveLength(3);
  for (const [index, name] of atLeastOne([...withInstances.entries()])) {
    const pattern = patterns[index + 1] as RegExp;
    const addresses = [...addressesOf(stackOf("same-vpc", name))];
    const groups = addresses.filter(
      ([address, item]) => /^aws_security_group\./.test(address) && inDatabaseVpc.test(JSON.stringify(item)),
    );
    for (const [address] of atLeastOne(groups))
      expect([address, pattern.test(address)]).toEqual([address, true]);
    const forgotten = addresses.map(([address]) => address).filter((address) => pattern.test(address));
    expect(forgotten.filter((address) => /client_/.test(address))).toEqual([]);
    expect(forgotten).toContainEqual(expect.stringMatching(/^aws_db_instance\./));
  }
});
