import type { Environment } from "../../src/config/model";
import { atLeastOne } from "../support/at-least-one";
import { environmentStacks } from "../support/environments";
import { environment, organization } from "../support/fixtures";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const container = (name: string) => ({
  kind: "container",
  name,
  image: `registry.example.com/${name}:1.0.0`,
});
const organizations = (...applications: object[]) => [
  organization("acme", { isolation: "database", applications }),
];

/** Lists whose items become resources, each with three items. */
const lists: Record<
  string,
  readonly [items: readonly unknown[], build: (items: readonly unknown[]) => Environment]
> = {
  "cluster.admins": [
    ["a", "b", "c"].map(role),
    (admins) => environment({ cluster: { admins } }, organizations(container("api"))),
  ],
  "cluster.nodeGroups": [
    ["one", "two", "three"].map((name) => ({ name })),
    (nodeGroups) => environment({ cluster: { admins: [role("a")], nodeGroups } }),
  ],
  "externalAccess.allowedCidrs": [
    ["203.0.113.0/25", "203.0.113.128/25", "198.51.100.7/32"],
    (allowedCidrs) => environment({ externalAccess: { allowedCidrs } }),
  ],
  "network.interfaceEndpoints": [
    ["ec2", "sts", "logs"],
    (interfaceEndpoints) => environment({ network: { interfaceEndpoints } }),
  ],
  "notifications.email": [
    ["a@example.com", "b@example.com", "c@example.com"],
    (email) => environment({ notifications: { email } }),
  ],
  applications: [
    ["api", "worker", "admin"].map(container),
    (applications) => environment({}, organizations(...(applications as object[]))),
  ],
};

/** Everything that an environment declares, by stack and address. */
const declared = (config: Environment): Map<string, string> =>
  new Map(
    [...environmentStacks(config).values()].flatMap(({ name, json }) =>
      Object.entries<Record<string, unknown>>(json.resource).flatMap(([type, byName]) =>
        Object.entries(byName).map(([id, block]): [string, string] => [
          `${name} ${type}.${id}`,
          JSON.stringify(block),
        ]),
      ),
    ),
  );

/** CoreDNS waits for all node groups, and names them; the policy of the cluster's key names all administrators. */
const namesAll = / (aws_eks_addon\.nodes_coredns|aws_kms_key\.control-plane_key)_/;

test.each(Object.entries(lists))(
  "%s: removing an item, or reordering the list, leaves resources of other items as they are",
  (_, [items, build]) => {
    const [before, after] = [declared(build(items)), declared(build([items[2], items[0]]))];
    const fewer = [...before.keys()].filter((address) => !after.has(address));
    expect(fewer.length).toBeGreaterThan(0);
    expect([...after.keys()].filter((address) => !before.has(address))).toEqual([]);
    const kept = [...after].filter(([address]) => !namesAll.test(address));
    expect(kept.map(([address]) => [address, before.get(address)])).toEqual(atLeastOne(kept));
  },
);
