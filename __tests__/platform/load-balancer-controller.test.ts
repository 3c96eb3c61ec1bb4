import { evaluate } from "@marcbachmann/cel-js";
import { Chart } from "../../src/platform/chart";
import { controllerAccount, controllerCalls } from "../../src/platform/load-balancer-controller-rights";
import { encoded } from "../support/encoded";
import { environmentStacks } from "../support/environments";
import { everyTopology } from "../support/every-topology";
import { environment } from "../support/fixtures";
import type { Synthesized } from "../support/synthesize";

const applicationAccess = { allowedCidrs: ["203.0.113.0/24"] };
const stack = environmentStacks(environment({ applicationAccess })).get("test-platform") as Synthesized;
const release = stack.resource("helm_release", "load-balancer-controller");

/** Values that are references of Terraform stand in quotes for the reader. */
const valuesOf = ({ values: [text] }: { values: string[] }): unknown => encoded(String(text));

describe("the load balancer controller", () => {
  test("is a release of an exact version with two replicas, one of which may be unavailable", () => {
    expect(release).toMatchObject(Chart.LOAD_BALANCER_CONTROLLER.release());
    expect(release.values[0]).toContain("outputs.cluster_vpc_id");
    expect(valuesOf(release)).toMatchObject({
      clusterName: "test",
      region: "eu-west-1",
      replicaCount: 2,
      podDisruptionBudget: { maxUnavailable: 1 },
    });
  });

  test("keeps its certificate in upgrades, so that bindings are always accepted", () => {
    expect(valuesOf(release)).toMatchObject({ keepTLSSecret: true });
  });

  test("may call its AWS actions, and change only targets of applications", () => {
    const [change, look] = stack.statements(stack.resource("aws_iam_role_policy", "load-balancer").policy);
    expect([...change.actions, ...look.actions].sort()).toEqual(Object.keys(controllerCalls).sort());
    expect(Object.keys(controllerCalls)).toHaveLength(6);
    expect(change.resources).toEqual([
      "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/test-app-*/*",
    ]);
    expect(look.resources).toEqual(["*"]);
    expect(look.actions.filter((action: string) => !/:Describe/.test(action))).toEqual([]);
  });

  test("uses target groups with a prefix that no other target group has", () => {
    const names = [...everyTopology.values()].flatMap((one) =>
      [...environmentStacks(one).values()].flatMap(({ json }) =>
        Object.entries(json.resource.aws_lb_target_group ?? {}).map(([id, group]) => [
          id.startsWith("access_"),
          (group as { name: string }).name.startsWith("test-app-"),
        ]),
      ),
    );
    expect(names.map(String).sort()).toEqual(expect.arrayContaining(["false,false", "true,true"]));
    expect(names.filter(([isOfApplication, hasPrefix]) => isOfApplication !== hasPrefix)).toEqual([]);
  });

  test("reads no secret and no ConfigMap, and writes only bindings, readiness, events and its lease", () => {
    const cluster = stack.resource("kubernetes_cluster_role_v1", "load-balancer");
    const writing = cluster.rule.filter(
      ({ verbs }: { verbs: string[] }) => verbs.join() !== "get,list,watch",
    );
    expect(writing).toEqual([
      {
        api_groups: ["elbv2.k8s.aws"],
        resources: ["targetgroupbindings", "targetgroupbindings/status"],
        verbs: ["patch"],
      },
      { api_groups: [""], resources: ["pods/status"], verbs: ["patch"] },
      { api_groups: [""], resources: ["events"], verbs: ["create", "patch"] },
    ]);
    const own = stack.resource("kubernetes_role_v1", "load-balancer");
    expect(own.metadata.namespace).toBe("kube-system");
    expect(JSON.stringify([cluster, own])).not.toMatch(/secrets|configmaps|"\*"/);
    expect(own.rule[1]).toMatchObject({
      resource_names: ["aws-load-balancer-controller-leader"],
      verbs: ["get", "patch", "update"],
    });
  });

  test("starts after its service account, its permissions and the policies about bindings", () => {
    const needs = release.depends_on.join(" ");
    for (const part of [
      "kubernetes_manifest.binding-policy",
      "kubernetes_service_account_v1.load-balancer-controller",
      "kubernetes_cluster_role_binding_v1.load-balancer-controller",
      "kubernetes_role_binding_v1.load-balancer-controller",
      "aws_iam_role_policy.load-balancer-controller",
    ])
      expect(needs).toContain(part);
  });
});

describe("a binding of targets", () => {
  const { validations, matchConstraints } = Object.values(stack.resources("kubernetes_manifest"))
    .map(({ manifest }) => manifest)
    .find(
      ({ kind, metadata }) => kind === "ValidatingAdmissionPolicy" && metadata.name === "bindings-of-targets",
    ).spec;
  const spec = {
    targetGroupARN:
      "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/test-app-acme-api-8080-1234abcd/1",
    targetType: "ip",
  };
  const person = "arn:aws:sts::111122223333:assumed-role/platform/ada";
  const controller = `system:serviceaccount:kube-system:${controllerAccount}`;
  const organization = { metadata: { labels: { "app.kubernetes.io/component": "organization" } } };

  interface Request {
    readonly spec?: object;
    readonly oldSpec?: object;
    readonly operation?: string;
    readonly username?: string;
    readonly namespaceObject?: object;
  }

  const refusals = ({
    spec: added = {},
    oldSpec = {},
    operation = "CREATE",
    username = person,
    namespaceObject = organization,
  }: Request): string[] =>
    validations
      .filter(
        ({ expression }: { expression: string }) =>
          evaluate(
            expression,
            structuredClone({
              object: { spec: { ...spec, ...added } },
              oldObject: { spec: { ...spec, ...oldSpec } },
              request: { operation, userInfo: { username } },
              namespaceObject,
            }),
          ) !== true,
      )
      .map(({ message }: { message: string }) => message);

  test("is validated in the version that Terraform writes", () => {
    expect(matchConstraints.resourceRules).toMatchObject([
      { apiGroups: ["elbv2.k8s.aws"], apiVersions: ["v1beta1"], operations: ["CREATE", "UPDATE"] },
    ]);
  });

  test.each<[string, Request]>([
    ["Terraform makes one", {}],
    ["the controller notes what it did", { operation: "UPDATE", username: controller }],
    ["an administrator takes a finalizer away", { operation: "UPDATE" }],
  ])("is admitted where %s", (_, request) => {
    expect(refusals(request)).toEqual([]);
  });

  test.each<[string, Request, string]>([
    ["a pod makes one", { username: "system:serviceaccount:acme:acme" }, "Pods do not bind targets"],
    ["the controller makes one", { username: controller }, "Pods do not bind targets"],
    [
      "a pod changes one",
      { operation: "UPDATE", username: "system:serviceaccount:acme:acme" },
      "Pods do not bind targets",
    ],
    [
      "it comes to bind something else",
      { operation: "UPDATE", username: controller, oldSpec: { vpcID: "vpc-2" } },
      "Another binding takes the place",
    ],
    ["it stands beside the platform", { namespaceObject: { metadata: {} } }, "namespaces of organizations"],
    ["it binds nodes", { spec: { targetType: "instance" } }, "Targets are pods, by their addresses"],
    ["it opens a security group", { spec: { networking: {} } }, "opens no security group"],
    ["it takes a role", { spec: { iamRoleArnToAssume: "arn:aws:iam::1:role/x" } }, "takes no role"],
  ])("is refused where %s", (_, request, message) => {
    expect(refusals(request).join()).toContain(message);
  });
});
