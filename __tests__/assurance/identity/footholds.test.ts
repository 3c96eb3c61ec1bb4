// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import fs from "node:fs";
import { partySpelling } from "../../../src/assurance/party";
import { proofText } from "../../../src/assurance/report/text";
import { atLeastOne } from "../../support/at-least-one";
import { environment, organization } from "../../support/fixtures";
import type { Change } from "../support/edits";
import type { Synthesis } from "../support/mutations";
import { Provable } from "../support/proofs";

const organizations = [
  organization("acme", { applications: [{ kind: "metabase" }] }),
  organization("globex", {
    applications: [{ kind: "container", name: "api", image: "example.com/api:1", onRotation: "restart" }],
  }),
  organization("initech", {
    isolation: "instance",
    authentication: "iam",
    applications: [{ kind: "container", name: "api", image: "example.com/api:1", onRotation: "reread" }],
  }),
];

/** An environment of each delivery, as it is synthesized, with what is meant in it. */
const worlds = Object.fromEntries(
  (["environment", "files"] as const).map((delivery) => {
    const config = environment({ credentials: { delivery } }, organizations);
    return [delivery, new Provable(config)];
  }),
) as Record<"environment" | "files", Provable>;

const proofOf = (delivery: keyof typeof worlds, change: Change = () => {}) => worlds[delivery].after(change);

const problems = (...args: Parameters<typeof proofOf>): string[] =>
  proofOf(...args).problems.map(({ text }) => text);

const nodeOf = (...args: Parameters<typeof proofOf>) => {
  const node = proofOf(...args).identity.footholds.find(({ id }) => id.kind === "node root");
  if (!node) throw new Error("no node");
  return node;
};

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

// biome-ignore lint/suspicious/noExplicitAny: the shape of Terraform JSON is what the tests are about
type Manifests = readonly { readonly manifest: any }[];

const release = (stacks: Synthesis, part: string) => stacks.one("platform", "helm_release", part);

describe("root on a node", () => {
  test("reads only what pods of the node read, where credentials are files", () => {
    expect(problems("files")).toEqual([]);
    expect(nodeOf("files").reads).toEqual([]);
    expect(proofText(proofOf("files"))).toMatch(/root on a node of general +- +- +denied/);
  });

  test("reads the credentials of every organization, and no master password, where they are variables", () => {
    expect(problems("environment")).toEqual([]);
    expect(
      [...new Set(nodeOf("environment").reads.map(({ secret }) => partySpelling(secret)))].sort(),
    ).toEqual([
      "secret:acme-test-database-credentials",
      "secret:acme-test-metabase-encryption-key",
      "secret:globex-test-database-credentials",
      "secret:initech-test-database-credentials",
    ]);
    expect(nodeOf("environment").reads.every(({ isCopy }) => isCopy)).toBe(true);
  });

  test("can act as the node, the network add-on, and pods of charts and add-ons", () => {
    const common = ["role:test-node", "role:test-vpc-cni"];
    const accounts = ["aws-node", "coredns", "kube-proxy", "secrets-store-csi-driver"].concat(
      ["keep-crds", "provider-aws", "upgrade-crds"].map((part) => `secrets-store-csi-driver-${part}`),
    );
    const spelled = (names: string[]) =>
      [...common, ...names.map((name) => `service-account:kube-system/${name}`)].sort();
    expect(nodeOf("files").becomes.map(partySpelling).sort()).toEqual(spelled(accounts));
    expect(nodeOf("environment").becomes.map(partySpelling).sort()).toEqual(
      spelled([...accounts, "reloader-reloader"]),
    );
  });

  test("opens every path if its network add-on may choose security groups", () => {
    const proof = proofOf("files", (stacks) =>
      stacks.remove("cluster", "aws_iam_role_policy", "nodes_vpc-cni_role_policy"),
    );
    expect(proofText(proof)).toMatch(/root on a node of general +YES, NOT INTENDED/);
    expect(proof.problems.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/test-vpc-cni puts network interfaces into security groups/),
    );
  });

  test.each<[string, keyof typeof worlds, (stacks: Synthesis) => void, RegExp]>([
    [
      "a value that lets the driver read Kubernetes secrets",
      "files",
      (stacks) => {
        const driver = release(stacks, "secrets-store_driver");
        driver.values = [
          driver.values[0].replace('"enabled" = false}, "enableSecret', '"enabled" = true}, "enableSecret'),
        ];
        stacks.one(
          "org-acme",
          "kubernetes_manifest",
          "applications_metabase_secrets",
        ).manifest.spec.secretObjects = [
          { secretName: "x", type: "Opaque", data: [{ objectName: "DB_USER", key: "username" }] },
        ];
      },
      /root on a node of general reads acme-test-database-credentials as a Kubernetes secret/,
    ],
    [
      "a value that no rendering had",
      "environment",
      (stacks) => {
        const reloader = release(stacks, "reloader");
        reloader.values = [reloader.values[0].replace('"ignoreSecrets" = true', '"ignoreSecrets" = false')];
      },
      /root on a node of general may have more than is known/,
    ],
    [
      "tokens for another audience",
      "files",
      (stacks) => {
        const driver = release(stacks, "secrets-store_driver");
        driver.values = [driver.values[0].replace("sts.amazonaws.com", "https://kubernetes.default.svc")];
      },
      /its value tokenRequests.audience="https:\/\/kubernetes.default.svc" is not known/,
    ],
    [
      "a version without facts",
      "files",
      (stacks) => {
        release(stacks, "secrets-store_driver").version = "9.9.9";
      },
      /installs what the proof has no facts about/,
    ],
    [
      "the policy that keeps nodes from making pods, when it only warns",
      "files",
      (stacks) => {
        const all = Object.values(stacks.json("platform").resource.kubernetes_manifest) as Manifests;
        for (const { manifest } of all)
          if (manifest.metadata.name === "nodes-make-no-pods" && manifest.kind.endsWith("Binding"))
            manifest.spec.validationActions = ["Warn"];
      },
      /the kubelet makes pods in any namespace, .*: no admission policy that the proof knows keeps it from that/,
    ],
    [
      "an add-on without facts",
      "files",
      (stacks) => {
        stacks.one("cluster", "aws_eks_addon", "coredns").addon_name = "aws-mountpoint-s3-csi-driver";
      },
      /aws-mountpoint-s3-csi-driver, which the proof has no facts about/,
    ],
    [
      "Reloader where config has none",
      "files",
      (stacks) => {
        stacks.add("platform", "helm_release", "reloader", release(worlds.environment.synthesis, "reloader"));
      },
      /can become service account kube-system\/reloader-reloader, which config does not allow/,
    ],
  ])("has more by %s", (_, delivery, change, expected) => {
    expect(problems(delivery, change)).toContainEqual(expect.stringMatching(expected));
  });
});

describe("Reloader changes what pods run", () => {
  /** The manifest of a kind and name. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape of Terraform JSON is what the tests are about
  function manifest(stacks: Synthesis, name: string, kind = ""): any {
    const all = Object.values<Record<string, Manifest>>(stacks.json("platform").resource.kubernetes_manifest);
    return all
      .map((one) => one.manifest)
      .find((one) => one?.kind === `ValidatingAdmissionPolicy${kind}` && one.metadata.name === name);
  }

  const deployments = "reloader-restarts-deployments";

  test.each<[string, (stacks: Synthesis) => void]>([
    [
      "no policy about deployments",
      (stacks) => {
        manifest(stacks, deployments).metadata.name = "other";
      },
    ],
    [
      "a binding that only warns",
      (stacks) => {
        manifest(stacks, deployments, "Binding").spec.validationActions = ["Warn"];
      },
    ],
    [
      "a binding for some namespaces",
      (stacks) => {
        manifest(stacks, deployments, "Binding").spec.matchResources = {
          namespaceSelector: { matchLabels: { a: "b" } },
        };
      },
    ],
    [
      "a policy that gives way where it fails",
      (stacks) => {
        manifest(stacks, deployments).spec.failurePolicy = "Ignore";
      },
    ],
    [
      "another condition",
      (stacks) => {
        manifest(stacks, deployments).spec.matchConditions[0].expression = "false";
      },
    ],
    [
      "an expression that holds for everything",
      (stacks) => {
        manifest(stacks, deployments).spec.validations[1].expression = "true";
      },
    ],
    [
      "daemon sets left out",
      (stacks) => {
        manifest(stacks, "reloader-changes-nothing-else").spec.matchConstraints.resourceRules[0].resources = [
          "statefulsets",
        ];
      },
    ],
  ])("with %s", (_, change) => {
    expect(problems("environment", change)).toContainEqual(
      expect.stringMatching(
        /service account kube-system\/reloader-reloader changes what pods run: no admission policy/,
      ),
    );
  });
});

test("a network add-on that may attach interfaces of pods is found", () => {
  const change = (stacks: Synthesis) =>
    stacks.removeStatement("cluster", "nodes_vpc-cni_role_permissions", "NoInterfaceOfPods");
  expect(problems("files", change)).toContainEqual(
    expect.stringMatching(/test-vpc-cni attaches network interfaces of pods/),
  );
  expect(proofText(proofOf("files", change))).toMatch(/root on a node of general +YES, NOT INTENDED/);
});

test("a CSI driver without its admission policy is found: it creates tokens of any service account", () => {
  const change = (stacks: Synthesis) => {
    const all = Object.values<Record<string, Manifest>>(stacks.json("platform").resource.kubernetes_manifest);
    for (const { manifest } of all)
      if (manifest?.metadata.name === "driver-copies-secrets")
        Object.assign(manifest.metadata, { name: "other" });
  };
  expect(problems("environment", change)).toContainEqual(
    expect.stringMatching(
      /secrets-store-csi-driver makes Kubernetes secrets, tokens of any account among them/,
    ),
  );
});

test("pods and functions act as their own role, and as nothing else", () => {
  const others = proofOf("environment").identity.footholds.filter(({ id }) => id.kind !== "node root");
  for (const { becomes } of atLeastOne(others)) expect(becomes).toHaveLength(1);
  expect(others.map(({ id }) => partySpelling(id)).sort()).toEqual([
    "function:test-credentials-initech",
    "function:test-database-credentials",
    "pods:acme",
    "pods:globex",
    "pods:initech",
  ]);
});

test("the README states the same limits of root on a node", () => {
  const readme = fs.readFileSync("README.md", "utf8").replace(/\s+/g, " ");
  const says = (text: string) => readme.includes(text);
  const { reads } = nodeOf("files");
  expect([reads.length === 0, says("With `credentials.delivery: files` that is all")]).toEqual([true, true]);
  const copied = nodeOf("environment").reads.map(({ secret }) => partySpelling(secret));
  const all = proofOf("environment").identity.secrets.filter(({ masterOf }) => masterOf === undefined);
  expect(new Set(copied)).toEqual(new Set(all.map(({ id }) => partySpelling(id))));
  expect(says("with `environment`, root also reads all password credentials and encryption keys")).toBe(true);
});
