import { Finder, type Found } from "../../../scripts/import/finder";
import { SynthesizedStacks, type TaggedResource } from "../../../scripts/import/synthesized";
import { atLeastOne } from "../../support/at-least-one";
import { outputFolder } from "../../support/environments";
import { everyTopology } from "../../support/every-topology";
import { DeletingAws, EmptyAws, RememberingAws } from "./remembering-aws";

/** The stacks of a topology, and an account that has all of them. */
class Deployed {
  readonly stacks: SynthesizedStacks;
  readonly resources: readonly TaggedResource[];
  readonly aws: RememberingAws;

  constructor(
    private readonly topology: string,
    rules: readonly unknown[] = [],
  ) {
    this.stacks = new SynthesizedStacks(outputFolder(this.environment));
    this.resources = this.stacks.names().flatMap((name) => this.stacks.resources(name));
    this.aws = new RememberingAws(this.resources, rules);
  }

  find(stack: string): Promise<Found> {
    return new Finder(this.stacks, this.environment, this.aws).find(stack);
  }

  get environment() {
    return everyTopology.get(this.topology) ?? fail();
  }
}

const fail = (): never => {
  throw new Error("there is no such topology");
};

/** What no look-up finds here: rules, which have a test of their own, and what is not there to be found. */
const leftOut = /^aws_vpc_security_group_|^aws_lambda_invocation\.|_subscribers_oncall/;

/** Objects whose ids are their names. */
const inCluster = /^(kubernetes_|helm_release)/;

test.each([...everyTopology.keys()])(
  "an environment with %s has an id for whatever is there",
  async (topology) => {
    const deployed = new Deployed(topology);
    for (const stack of atLeastOne(deployed.stacks.names())) {
      const { ids, made } = await deployed.find(stack);
      expect([...made].filter(([address]) => !leftOut.test(address))).toEqual([]);
      // Made of nothing that is not there, and of no other resource.
      expect([...ids].filter(([, id]) => /undefined|null|\$\{|^$/.test(id))).toEqual([]);
      const byType = [...ids].map(([address, id]) => `${address.split(".")[0]} ${id}`);
      expect(byType.filter((one, index) => byType.indexOf(one) !== index)).toEqual([]);
      expect(ids.size + made.size).toBe(deployed.stacks.resources(stack).length);
    }
  },
  30_000,
);

test.each([...everyTopology.keys()])("an empty account has no id for a resource of %s", async (topology) => {
  const { stacks, environment } = new Deployed(topology);
  for (const stack of atLeastOne(stacks.names())) {
    const { ids, made } = await new Finder(stacks, environment, new EmptyAws()).find(stack);
    expect([...ids.keys()].filter((address) => !inCluster.test(address))).toEqual([]);
    expect(ids.size + made.size).toBe(stacks.resources(stack).length);
  }
});

test("a secret and a key that wait for their deletion are not imported", async () => {
  const deployed = new Deployed("same-vpc");
  const { ids } = await new Finder(
    deployed.stacks,
    deployed.environment,
    new DeletingAws(deployed.resources),
  ).find("test-org-hooli");
  expect([...ids.keys()].filter((address) => /^aws_(secretsmanager_|kms_key)/.test(address))).toEqual([]);
});

describe("an id is what the provider's documentation says:", () => {
  const topology = "same-vpc";
  let found: Map<string, string>;
  beforeAll(async () => {
    const deployed = new Deployed(topology);
    const stacks = await Promise.all(deployed.stacks.names().map((stack) => deployed.find(stack)));
    found = new Map(stacks.flatMap(({ ids }) => [...ids]));
  });

  test.each([
    ["aws_db_instance.instance_", "test-shared"],
    ["aws_db_proxy_target.", "test-shared/default/RDS_INSTANCE/test-shared"],
    ["aws_eks_node_group.nodes_group-general_", "test:general-20261126000000000000000001"],
    ["aws_eks_access_entry.administrators_", "test:arn:aws:iam::111122223333:role/platform"],
    ["aws_eks_access_entry.planner_", "test:arn:aws:iam::111122223333:role/test-planner"],
    ["aws_iam_openid_connect_provider.", "arn:aws:iam::111122223333:oidc-provider/oidc.example.com/id/1"],
    ["aws_kms_key.control-plane_key_", "key-of-alias/test-cluster"],
    ["aws_network_acl_rule.cluster-private_acl_egress-100-cluster_", /^acl-[0-9a-f]{8}:100:-1:true$/],
    ["aws_route.cluster-public_", /^rtb-[0-9a-f]{8}_0\.0\.0\.0\/0$/],
    ["aws_default_route_table.", /^vpc-[0-9a-f]{8}$/],
    ["aws_sqs_queue.", /^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/111122223333\/test-/],
    ["aws_secretsmanager_secret_rotation.", /^arn:secret:hooli-test-database-credentials$/],
    ["helm_release.reloader_", "kube-system/reloader"],
    ["kubernetes_service_account_v1.identity_", "hooli/hooli"],
    ["kubernetes_default_service_account_v1.", "hooli/default"],
    ["kubernetes_cluster_role_v1.plan", "planners"],
    [
      "kubernetes_manifest.security-group-policy_",
      "apiVersion=vpcresources.k8s.aws/v1beta1,kind=SecurityGroupPolicy,namespace=hooli,name=hooli",
    ],
  ])("%s", (prefix, id) => {
    const [, text] = [...found].find(([address]) => address.startsWith(prefix)) ?? [];
    expect(text).toEqual(typeof id === "string" ? id : expect.stringMatching(id));
  });
});

test("a rule of a security group is the one that says the same", async () => {
  const [rule] = new Deployed("same-vpc").resources.filter(
    ({ type, values }) => type === "aws_vpc_security_group_ingress_rule" && values.from_port === 5432,
  );
  const written = rule ?? fail();
  const groups = async () => {
    const { ids } = await new Deployed("same-vpc").find(written.stack);
    return (argument: string) => ids.get(/\$\{(.+)\.id\}/.exec(String(written.values[argument]))?.[1] ?? "");
  };
  const groupOf = await groups();
  const same = {
    GroupId: groupOf("security_group_id"),
    ReferencedGroupInfo: { GroupId: groupOf("referenced_security_group_id") },
    IsEgress: false,
    IpProtocol: "tcp",
    FromPort: 5432,
    ToPort: 5432,
  };
  const rules = [
    { ...same, SecurityGroupRuleId: "sgr-1", IsEgress: true },
    { ...same, SecurityGroupRuleId: "sgr-2", ToPort: 5433 },
    { ...same, SecurityGroupRuleId: "sgr-3", GroupId: "sg-0" },
    { ...same, SecurityGroupRuleId: "sgr-4", CidrIpv4: "10.0.0.0/8" },
    { ...same, SecurityGroupRuleId: "sgr-5" },
  ];
  const { ids } = await new Deployed("same-vpc", rules).find(written.stack);
  expect(ids.get(written.address)).toBe("sgr-5");
});

test("what two resources have the tags of is left to be decided by hand", async () => {
  const deployed = new Deployed("same-vpc");
  const network = "test-network";
  const { made } = await new Finder(
    deployed.stacks,
    deployed.environment,
    new RememberingAws([...deployed.resources, ...deployed.resources]),
  ).find(network);
  expect([...made].find(([address]) => address.startsWith("aws_vpc."))?.[1]).toMatch(
    /^vpc-\w+, vpc-\w+ all have its tags: choose the right one/,
  );
});
