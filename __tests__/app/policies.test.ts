import { atLeastOne } from "../support/at-least-one";
import { environmentStacks, shippedStacks } from "../support/environments";
import { everyTopology } from "../support/every-topology";
import { policiesIn, type Statement, statementsOf } from "../support/policies";

const stacks = shippedStacks();

/** Every policy statement of every stack, with where it stands. */
const statements = stacks.flatMap(({ name: stack, json }) =>
  policiesIn(json).flatMap(({ name, type, text }) =>
    statementsOf(text).map((each) => ({
      where: `${stack} ${name} ${each.sid ?? ""}`,
      ofEndpoint: type === "aws_vpc_endpoint",
      ...each,
    })),
  ),
);

const allows = statements.filter(({ effect, ofEndpoint }) => effect !== "Deny" && !ofEndpoint);

const isEverybody = ({ principals }: Statement) =>
  principals?.some(({ identifiers }) => identifiers.includes("*"));

describe("policies", () => {
  test("exist in the synthesized stacks", () => expect(allows.length).toBeGreaterThan(20));

  test("list actions by their full names", () => {
    const wide = allows.filter(({ actions }) => !actions || actions.some((action) => /[*?]/.test(action)));
    expect(wide.map(({ where }) => where)).toEqual([]);
  });

  test("never have a wildcard as principal", () => {
    expect(allows.filter(isEverybody).map(({ where }) => where)).toEqual([]);
  });

  // Terraform reads a data source that names a resource during the apply, as long as that resource has any change
  // pending: a larger instance would show the policy of its function as unknown.
  test("are resources and not data sources, so that every plan of an update in place shows them in full", () => {
    const all = [...everyTopology.values()].flatMap((one) => [...environmentStacks(one).values()]);
    const naming = [...all, ...stacks].flatMap(({ name, json }) =>
      Object.entries((json.data ?? {}) as Record<string, Record<string, object>>).flatMap(([type, items]) =>
        Object.entries(items)
          .filter(([, item]) => /(?<![\w.])(aws|helm|kubernetes)_\w+\./.test(JSON.stringify(item)))
          .map(([id]) => `${name} ${type}.${id}`),
      ),
    );
    expect(naming).toEqual([]);
  });

  test("are all covered by these tests: resources that take a policy take it in no other form", () => {
    const takers = stacks.flatMap(({ json }) =>
      Object.values((json.resource ?? {}) as Record<string, Record<string, Record<string, unknown>>>).flatMap(
        (items) =>
          Object.values(items).flatMap(({ policy, assume_role_policy }) => [policy, assume_role_policy]),
      ),
    );
    const texts = takers.filter((one) => one !== undefined);
    const read = stacks.flatMap(({ json }) => policiesIn(json).map(({ text }) => text));
    expect(atLeastOne([...texts].sort())).toEqual([...read].sort());
  });
});

describe("endpoint policies", () => {
  const ofEndpoints = statements.filter(({ ofEndpoint }) => ofEndpoint);

  test("admit only identities of the account, except in requests without an identity and to public data", () => {
    const others = ofEndpoints.filter(
      ({ condition }) =>
        !(condition as { variable: string }[] | undefined)?.some(
          ({ variable }) => variable === "aws:PrincipalAccount",
        ),
    );
    const sids = others.map(({ sid, actions }) => `${sid}: ${actions}`);
    expect(ofEndpoints.length).toBeGreaterThan(10);
    expect([...new Set(sids)].sort()).toEqual([
      "ReadObjects: s3:GetObject",
      "ServiceAccountsToOwnRoles: sts:AssumeRoleWithWebIdentity",
    ]);
  });
});

const withoutHash = (reference: unknown): string => String(reference).replace(/_[0-9A-F]{8}/g, "");

describe("security group rules", () => {
  const all = (type: string): Record<string, string>[] =>
    stacks.flatMap(({ json }) =>
      Object.values((json.resource?.[type] ?? {}) as Record<string, Record<string, string>>),
    );

  test("are resources of their own, each with a description", () => {
    for (const group of atLeastOne(all("aws_security_group"))) {
      expect(group.ingress).toBeUndefined();
      expect(group.egress).toBeUndefined();
    }
    const rules = [
      ...all("aws_vpc_security_group_ingress_rule"),
      ...all("aws_vpc_security_group_egress_rule"),
    ];
    expect(rules.length).toBeGreaterThan(10);
    for (const rule of atLeastOne(rules)) {
      expect(rule.description).toMatch(/^[\w .,:;()/'+=&$*@#-]{10,255}$/);
      // Of ICMP only that a packet is too large, which clients need from a load balancer.
      expect([rule.ip_protocol, rule.ip_protocol === "icmp" && [rule.from_port, rule.to_port]]).toEqual(
        rule.ip_protocol === "icmp" ? ["icmp", [3, 4]] : [expect.stringMatching(/^(tcp|udp)$/), false],
      );
    }
    expect(all("aws_security_group_rule")).toEqual([]);
  });

  test("admit security groups; only load balancers admit ranges, and only those that config lists", () => {
    const rules = all("aws_vpc_security_group_ingress_rule");
    for (const rule of atLeastOne(rules.filter(({ cidr_ipv4: range }) => range === undefined)))
      expect(rule.referenced_security_group_id).toMatch(/^\$\{/);
    const ofRanges = rules.filter(({ cidr_ipv4: range }) => range !== undefined);
    expect(ofRanges.length).toBeGreaterThan(0);
    expect(
      new Set(
        ofRanges.map(({ cidr_ipv4: range, security_group_id: group }) => `${range} ${withoutHash(group)}`),
      ),
    ).toEqual(new Set(["203.0.113.0/24 ${aws_security_group.access_internet-facing_group.id}"]));
  });

  test("let only holders of the client group and the credentials function connect to a database", () => {
    const databases = stacks.filter(({ json }) => json.resource?.aws_db_instance);
    expect(databases.map(({ name }) => name).sort()).toEqual(["dev-database", "prod-database"]);
    for (const { json } of atLeastOne(databases)) {
      const ingress = Object.values(json.resource.aws_vpc_security_group_ingress_rule) as Record<
        string,
        unknown
      >[];
      const rules = ingress.map(({ "//": _, description: __, ...meaning }) => meaning);
      const [instance] = Object.values(json.resource.aws_db_instance) as {
        vpc_security_group_ids: string[];
      }[];
      const [lambda] = Object.values(json.resource.aws_lambda_function) as {
        vpc_config: { security_group_ids: string[] };
      }[];
      const [own, secretsManagerClients] = lambda?.vpc_config.security_group_ids ?? [];
      const connection = (to: unknown, from: unknown, port: number) => ({
        security_group_id: to,
        referenced_security_group_id: from,
        ip_protocol: "tcp",
        from_port: port,
        to_port: port,
      });
      const [database] = instance?.vpc_security_group_ids ?? [];
      const endpoints =
        "${data.terraform_remote_state.network-state.outputs.database_endpoint_security_group_id}";
      expect(rules).toHaveLength(3);
      expect(rules).toEqual(
        expect.arrayContaining([
          connection(database, json.output.client_security_group_id.value, 5432),
          connection(database, own, 5432),
          connection(endpoints, secretsManagerClients, 443),
        ]),
      );
      expect(instance?.vpc_security_group_ids).toEqual([expect.not.stringContaining("client")]);
    }
  });

  test("of other stacks belong to groups of pods, nodes and endpoints, never to a database's group", () => {
    const groups = stacks.flatMap(({ name, json }) =>
      (Object.values(json.resource?.aws_vpc_security_group_ingress_rule ?? {}) as Record<string, string>[])
        .filter(() => !json.resource?.aws_db_instance)
        .map(({ security_group_id: id }) => `${name.split("-")[1]} ${withoutHash(id)}`),
    );
    expect([...new Set(groups)].sort()).toEqual([
      "cluster ${aws_eks_cluster.control-plane.vpc_config[0].cluster_security_group_id}",
      "cluster ${aws_security_group.pods_group.id}",
      "cluster ${data.terraform_remote_state.network-state.outputs.cluster_endpoint_security_group_id}",
      "org ${aws_security_group.access_internet-facing_group.id}",
      "org ${aws_security_group.security-group.id}",
    ]);
  });
});
