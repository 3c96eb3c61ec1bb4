import {
  asText,
  container,
  environment,
  environmentWith,
  type Files,
  load,
  metabase,
  minimal,
  onlyProblem,
  organizationWith,
  problemsOf,
  refusesEach,
} from "../support";

/** An environment with these node groups. */
const withNodes = (groups: string, organizations: Record<string, string> = {}): Files => ({
  ...environmentWith("", organizations),
  "dev/environment.yaml": minimal.replace("cluster: {", `cluster: { nodeGroups: [${groups}],`),
});

/** Organizations with two pods each while their application is updated. */
const pairs = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `org-${index + 1}`,
      container("replicas: 1, poolSize: 1", "connectionLimit: 5\n"),
    ]),
  );

refusesEach([
  [
    "fewer branch interfaces than pods",
    environmentWith("", {
      acme: container("replicas: 30, poolSize: 1", "connectionLimit: 50\nquota: { pods: 50, cpu: '40' }\n"),
    }),
    [
      "dev/environment.yaml:4:1 cluster.nodeGroups (not in the file)",
      "18 branch interfaces at minSize (general 2 × 9), for 31 pods while all are updated (acme 31)",
      "a branch interface for every pod of every organization: without one it stays pending",
      "Raise minSize of general to 4, or use larger instance types: 13 more are needed.",
    ],
  ],
  [
    "fewer branch interfaces than pods, with more nodes than the largest group may have",
    {
      "dev/environment.yaml": minimal.replace(
        "cluster: {",
        "cluster: { nodeGroups: [{ name: small, instanceTypes: [m7g.medium], minSize: 1 }, { name: large, minSize: 1, maxSize: 2 }],",
      ),
      "dev/organizations/acme.yaml": container(
        "replicas: 30, poolSize: 1",
        "connectionLimit: 50\nquota: { pods: 50, cpu: '40' }\n",
      ),
    },
    [
      "dev/environment.yaml:4:24 cluster.nodeGroups",
      "13 branch interfaces at minSize (small 1 × 4 + large 1 × 9), for 31 pods while all are updated (acme 31)",
      "a branch interface for every pod of every organization: without one it stays pending",
      "Raise minSize of large to 3 (and maxSize, 2 now), or use larger instance types: 18 more are needed.",
    ],
  ],
  [
    "no node to begin with",
    withNodes("{ name: general, minSize: 0 }, { name: batch, minSize: 0 }"),
    [
      "dev/environment.yaml:4:24 cluster.nodeGroups",
      "no node: minSize is 0 in every group",
      "at least one node: without one CoreDNS never runs, and the cluster's stack fails after twenty minutes",
      "Raise minSize of general; others may start with 0.",
    ],
  ],
  [
    "types whose addresses are taken by what every node runs",
    withNodes("{ name: general, instanceTypes: [m7g.medium], minSize: 2 }", pairs(4)),
    [
      "dev/environment.yaml:4:24 cluster.nodeGroups",
      "2 addresses beside those of branch interfaces at minSize (general 2 × 1), for 5 pods while all are updated (coredns 2 + reloader 3)",
      "an address for every pod without security groups of its own, of which each node runs 2",
      "Raise minSize of general to 5 (and maxSize, 4 now), or use larger instance types: 3 more are needed.",
    ],
  ],
  [
    "types with more branch interfaces than their kubelet takes pods",
    withNodes("{ name: general, instanceTypes: [d3.xlarge], minSize: 2 }", pairs(26)),
    [
      "dev/environment.yaml:4:24 cluster.nodeGroups",
      `12 places for pods at minSize (general 2 × 6), for 57 pods while all are updated (${Object.keys(
        pairs(26),
      )
        .map((name) => `${name} 2`)
        .sort()
        .join(" + ")} + coredns 2 + reloader 3)`,
      "at most as many pods as kubelets accept, of which each node runs 4 itself",
      "Raise minSize of general to 10 (and maxSize, 4 now), or use larger instance types: 45 more are needed.",
    ],
  ],
  [
    "a pod with more memory than any node has",
    environmentWith("", {
      acme: container(
        'resources: { cpu: "1", memory: 8Gi }',
        "quota: { pods: 10, cpu: '8', memory: 64Gi }\n",
      ),
    }),
    [
      "dev/organizations/acme.yaml:4:94 applications[0].resources.memory",
      '"8Gi" for one pod',
      "at most 7278Mi, which is what a node of general (m7g.large) has for such pods",
      "Lower it, or add a node group of larger types.",
    ],
  ],
  [
    "more cores requested than there are at minSize",
    withNodes("{ name: general, minSize: 1 }", {
      acme: container(
        "resources: { cpu: 800m, memory: 1Gi }, replicas: 2",
        "quota: { pods: 10, cpu: '8' }\n",
      ),
    }),
    [
      "dev/environment.yaml:4:24 cluster.nodeGroups",
      "1660m of cpu at minSize (general 1 × 1660m), for pods that request 1830m (230m of them of the cluster itself)",
      "what all pods request together",
      "Raise minSize, use larger instance types, or lower resources or replicas.",
    ],
  ],
  [
    "more pods than the quota",
    organizationWith(container("replicas: 4, poolSize: 1", "quota: { pods: 4 }\n")),
    [
      "dev/organizations/acme.yaml:2:16 quota.pods",
      "4, for 6 pods: api (4 + 1 while updating + 1 that ends)",
      "6 or more",
      "Raise the quota, or lower replicas.",
    ],
  ],
  [
    "more CPU than the quota",
    organizationWith(container("", "quota: { cpu: 700m }\n")),
    [
      "dev/organizations/acme.yaml:2:15 quota.cpu",
      '"700m", for pods that request api 250m × (2 + 1 while updating + 1 that ends)',
      "at least what the organization's pods request together",
      "Raise the quota, or lower resources or replicas.",
    ],
  ],
  [
    "more memory than the quota",
    organizationWith(metabase("database", "quota: { memory: 2047Mi }\n")),
    [
      "dev/organizations/acme.yaml:2:18 quota.memory",
      '"2047Mi", for pods that request metabase 2Gi × 1',
      "at least what the organization's pods request together",
      "Raise the quota, or lower resources or replicas.",
    ],
  ],
]);

test("more nodes than the subnets have addresses for, in both zones", () => {
  const nodes = (maxSize: number) =>
    withNodes(`{ name: general, instanceTypes: [m7g.large, m7g.4xlarge], maxSize: ${maxSize} }`);
  expect(load(nodes(15))).toHaveLength(1);
  expect(problemsOf(nodes(16)).map(asText)).toEqual(
    ["10.0.0.0/23", "10.0.2.0/23"].map((subnet, index) =>
      [
        `dev/environment.yaml:1:1 network.subnets.clusterPrivate[${index}] (not in the file)`,
        `${subnet}, 507 addresses, of which 511 are needed at maxSize (half of general 16 × 61 for nodes and 0 for pods, 16 for the control plane, 7 for endpoints)`,
        "an address for all of them: without one a node does not start, or a pod stays pending",
        "Give it a prefix length of 22 or less, before anything is applied, or lower maxSize.",
      ].join("\n"),
    ),
  );
});

test("more nodes than any subnet has addresses for", () => {
  const wide = "network: { cidr: 10.0.0.0/16, subnets: { clusterPrivate: [10.0.0.0/17, 10.0.128.0/18] } }\n";
  const groups = [1, 2, 3].map(
    (index) => `{ name: large-${index}, instanceTypes: [m7g.16xlarge], maxSize: 450 }`,
  );
  const fixes = problemsOf(
    environment(`${minimal.replace("cluster: { ", `cluster: { nodeGroups: [${groups.join()}], `)}${wide}`),
  ).map(({ fix }) => fix);
  expect(fixes).toContain("Lower maxSize: no subnet has more than 65531 addresses.");
});

test("a group may start without nodes if another one has some", () => {
  expect(load(withNodes("{ name: general }, { name: batch, minSize: 0 }"))).toHaveLength(1);
});

test("one node of the usual type is enough for a small environment", () => {
  expect(load(withNodes("{ name: general, minSize: 1 }", pairs(4)))).toHaveLength(1);
});

test("of several instance types in a group, the one with the fewest interfaces counts", () => {
  const files = environmentWith("", { acme: container("replicas: 4, poolSize: 1") });
  const types = (list: string) => ({
    ...files,
    "dev/environment.yaml": minimal.replace(
      "cluster: {",
      `cluster: { nodeGroups: [{ name: general, minSize: 1, instanceTypes: [${list}] }],`,
    ),
  });
  expect(load(types("m7g.large"))).toHaveLength(1);
  expect(onlyProblem(types("m7g.large, m7g.medium"))).toContain(
    "4 branch interfaces at minSize (general 1 × 4), for 5 pods",
  );
});
