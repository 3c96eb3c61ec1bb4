import fs from "node:fs";
import { AppFolder } from "../support/app-folder";
import { atLeastOne } from "../support/at-least-one";
import { environmentStacks } from "../support/environments";
import { environment, organization } from "../support/fixtures";
import type { Synthesized } from "../support/synthesize";
import { topologies } from "../support/topologies";

type Topology = (typeof topologies)[number];

/** Every isolation with every authentication. */
const organizations = ["schema", "database", "instance"].flatMap((isolation) =>
  ["password", "iam"].map((authentication) => ({
    name: `${isolation}-${authentication}`,
    isolation,
    authentication,
  })),
);

const build = (topology: Topology): Map<string, Synthesized> => {
  const config = environment(
    { topology },
    organizations.map(({ name, ...settings }) => organization(name, settings)),
  );
  return environmentStacks(config);
};

const built = Object.fromEntries(topologies.map((topology) => [topology, build(topology)])) as Record<
  Topology,
  Map<string, Synthesized>
>;
const stackOf = (topology: Topology, name: string) => built[topology].get(`test-${name}`) as Synthesized;

interface Group {
  readonly name: string;
  readonly vpc: "cluster" | "database";
}

interface Rule {
  readonly security_group_id: string;
  readonly referenced_security_group_id?: string;
  readonly to_port: number;
}

/** The security groups that a stack makes, by reference. */
function groupsOf(stack: Synthesized): Map<string, Group> {
  const groups = Object.entries(
    (stack.json.resource.aws_security_group ?? {}) as Record<string, Rule & Record<string, string>>,
  );
  return new Map(
    groups.map(([id, { name, vpc_id }]) => [
      `\${aws_security_group.${id}.id}`,
      {
        name: name as string,
        vpc: /cluster_vpc_id|aws_vpc\.vpc[_}.]/.test(vpc_id as string) ? "cluster" : "database",
      },
    ]),
  );
}

const rulesOf = (stack: Synthesized, direction: "ingress" | "egress"): Rule[] =>
  Object.values(
    (stack.json.resource[`aws_vpc_security_group_${direction}_rule`] ?? {}) as Record<string, Rule>,
  );

describe.each(topologies)("an environment with topology %s", (topology) => {
  const stacks = [...built[topology].values()];
  const withInstances = stacks.filter((stack) => stack.count("aws_db_instance") > 0);
  const gateway = { "private-link": "load-balancer", "resource-endpoint": "resource-gateway" }[
    topology as string
  ];

  test("has a shared instance and one for each organization that asks for an instance of its own", () => {
    expect(withInstances.map(({ name }) => name).sort()).toEqual([
      "test-database",
      "test-org-instance-iam",
      "test-org-instance-password",
    ]);
  });

  test("opens the same kind of path to every instance", () => {
    for (const stack of atLeastOne(withInstances)) {
      const instance = stack.resource("aws_db_instance");
      const groups = groupsOf(stack);
      const own = groups.get(instance.vpc_security_group_ids[0]);
      expect(own).toEqual({ name: `${instance.identifier}-instance`, vpc: "database" });
      const credentials = `test-${instance.identifier === "test-shared" ? "database-credentials" : `credentials-${instance.identifier.replace("test-org-", "")}`}`;
      const door = (name: string) =>
        [...groups].find(([, group]) => group.name === `${instance.identifier}-${name}`)?.[0];
      const admitted = (id: string | undefined) =>
        rulesOf(stack, "ingress")
          .filter(({ security_group_id }) => security_group_id === id)
          .map((rule) => groups.get(rule.referenced_security_group_id as string)?.name);
      if (!gateway) {
        expect(admitted(door("instance")).sort()).toEqual(
          [credentials, `${instance.identifier}-client`].sort(),
        );
        continue;
      }
      expect(admitted(door("instance")).sort()).toEqual(
        [credentials, `${instance.identifier}-${gateway}`].sort(),
      );
      expect(admitted(door(gateway))).toEqual([]);
      expect(admitted(door("endpoint"))).toEqual([`${instance.identifier}-client`]);
    }
  });

  test("gives an instance's group no rule that sends", () => {
    for (const stack of atLeastOne(withInstances)) {
      const groups = groupsOf(stack);
      const senders = rulesOf(stack, "egress").map((rule) => groups.get(rule.security_group_id)?.name);
      expect(senders.length).toBeGreaterThan(0);
      expect(senders.filter((name) => name?.endsWith("-instance"))).toEqual([]);
    }
  });

  test("gives groups of the database's VPC no rule in the cluster's VPC", () => {
    if (topology === "same-vpc") return;
    const ofCluster = stacks.flatMap((stack) => {
      const groups = groupsOf(stack);
      return rulesOf(stack, "ingress")
        .filter((rule) => groups.get(rule.security_group_id)?.vpc === "cluster")
        .map((rule) => [stack.name, groups.get(rule.referenced_security_group_id ?? "")?.vpc]);
    });
    expect(ofCluster.length).toBeGreaterThan(organizations.length);
    expect(ofCluster.filter(([, vpc]) => vpc === "database")).toEqual([]);
  });

  test("refers to groups of the other VPC only across a peering: AWS refuses such rules elsewhere", () => {
    for (const stack of atLeastOne(stacks)) {
      const groups = groupsOf(stack);
      const across = [...rulesOf(stack, "ingress"), ...rulesOf(stack, "egress")].filter((rule) => {
        const [own, peer] = [
          groups.get(rule.security_group_id),
          groups.get(rule.referenced_security_group_id ?? ""),
        ];
        return own && peer && own.vpc !== peer.vpc;
      });
      const separate = topology === "peering" || topology === "same-vpc";
      expect(across).toHaveLength(separate && withInstances.includes(stack) ? 2 : 0);
    }
  });

  test.each(organizations)("attaches the client group of $name to its pods", ({ name, isolation }) => {
    const stack = stackOf(topology, `org-${name}`);
    const policy = Object.values(stack.resources("kubernetes_manifest")).find(
      ({ manifest }) => manifest.kind === "SecurityGroupPolicy",
    );
    const held = policy.manifest.spec.securityGroups.groupIds;
    const own = [...groupsOf(stack)].find(([, group]) => group.name === `test-org-${name}-client`)?.[0];
    const shared = `\${data.terraform_remote_state.database-state.outputs.client_security_group_id}`;
    expect(held).toHaveLength(3);
    expect(held[2]).toBe(isolation === "instance" ? own : shared);
  });

  test("network policies let pods reach the start of their path, and nothing further", () => {
    const { subnets } = environment({ topology }).network;
    for (const { name } of atLeastOne(organizations)) {
      const policies = Object.values(
        stackOf(topology, `org-${name}`).resources("kubernetes_network_policy_v1"),
      );
      const database = policies.find(({ metadata }) => metadata.name === "allow-database");
      expect(database.spec.egress).toEqual([
        {
          to: (gateway ? subnets.clusterPrivate : subnets.databasePrivate).map((cidr) => ({
            ip_block: { cidr },
          })),
          ports: [{ protocol: "TCP", port: "5432" }],
        },
      ]);
    }
  });

  test("has an endpoint and its targets for each instance, or for none", () => {
    const expected = gateway ? 1 : 0;
    for (const stack of atLeastOne(withInstances)) {
      const counts = {
        aws_vpc_endpoint: expected,
        aws_lb: topology === "private-link" ? 1 : 0,
        aws_vpc_endpoint_service: topology === "private-link" ? 1 : 0,
        aws_route53_zone: topology === "private-link" ? 1 : 0,
        aws_vpclattice_resource_gateway: topology === "resource-endpoint" ? 1 : 0,
        aws_vpclattice_resource_configuration: topology === "resource-endpoint" ? 1 : 0,
      };
      expect(Object.fromEntries(Object.keys(counts).map((type) => [type, stack.count(type)]))).toEqual(
        counts,
      );
    }
  });
});

describe("another topology", () => {
  const others = topologies.filter((topology) => topology !== "same-vpc");
  const instances = ["test-database", "test-org-instance-iam", "test-org-instance-password"];

  test.each(others)("%s leaves cluster and platform as they are, to the byte", (topology) => {
    for (const name of ["cluster", "platform"])
      expect(stackOf(topology, name).text).toBe(stackOf("same-vpc", name).text);
  });

  test.each(others)(
    "%s changes organizations on the shared instance only in where pods may send",
    (topology) => {
      const sharing = organizations.filter(({ isolation }) => isolation !== "instance");
      expect(sharing).toHaveLength(4);
      for (const { name } of atLeastOne(sharing)) {
        const [changed, same] = [stackOf(topology, `org-${name}`), stackOf("same-vpc", `org-${name}`)].map(
          ({ json }) => withoutEntrance(json),
        );
        expect(changed).toEqual(same);
      }
    },
  );

  test.each(others)("%s changes only paths and the name of the subnet group", (topology) => {
    for (const name of atLeastOne(instances)) {
      const [changed, same] = [built[topology].get(name), built["same-vpc"].get(name)].map((stack) =>
        withoutPath(withoutEntrance((stack as Synthesized).json)),
      );
      expect(takeSubnetGroupName(changed)).toBe(name === "test-database" ? "test-database-vpc" : undefined);
      expect(takeSubnetGroupName(same)).toBe(name === "test-database" ? "test-database" : undefined);
      expect(changed).toEqual(same);
    }
  });

  test("applied and reverted leaves the output as it was, to the byte", async () => {
    const folder = new AppFolder();
    folder.remove("config/prod");
    try {
      const file = "config/dev/environment.yaml";
      const text = fs.readFileSync(file, "utf8");
      const outputOf = async (lines: string) => {
        folder.write(file, text + lines);
        expect((await folder.call()).stderr).toBe("");
        return folder.output();
      };
      const before = await outputOf("");
      // It has code of a function that the others have not, beside other resources.
      expect(await outputOf("topology: private-link\n")).not.toEqual(before);
      expect(await outputOf("")).toEqual(before);
    } finally {
      folder.dispose();
    }
  });
});

type Json = Record<string, unknown> & {
  data: object;
  resource: Record<string, Record<string, { spec?: unknown }>>;
};

/** Without the networks that pods may send to for the database. */
function withoutEntrance(json: Json): Json {
  const { kubernetes_network_policy_v1: policies = {}, ...resource } = structuredClone(json.resource);
  const rest = Object.entries(policies).map(([id, policy]) =>
    id.includes("allow-database") ? [id, { ...policy, spec: undefined }] : [id, policy],
  );
  return { ...structuredClone(json), resource: { ...resource, policies: Object.fromEntries(rest) } };
}

/** Without what a path consists of: everything below the construct `access`, and the function that keeps its targets. */
function withoutPath(json: Json): unknown {
  const section = (types: object) => {
    const kept = Object.entries(types).map(([type, all]) => [
      type,
      Object.fromEntries(
        // The dashboard shows load balancers where there are some.
        Object.entries(all).filter(([id]) => !/(^|_)(access|targets)_|^dashboard_/.test(id)),
      ),
    ]);
    return Object.fromEntries(kept.filter(([, all]) => Object.keys(all as object).length > 0));
  };
  return { ...json, data: section(json.data), resource: section(json.resource) };
}

/** Takes the name of the subnet group out of a stack that has one: it says in which VPC it is. */
function takeSubnetGroupName(stack: unknown): string | undefined {
  const { resource } = stack as { resource: Record<string, Record<string, { name?: string }>> };
  const [group] = Object.values(resource.aws_db_subnet_group ?? {});
  const name = group?.name;
  if (group) group.name = undefined;
  return name;
}
