import { chainsFrom } from "../../../src/assurance/identity";
import { Stacks, testSources } from "./support";

const report = new Stacks(testSources()).report;
const [chain] = chainsFrom(report, "acme-test-database-credentials").filter(
  ({ reader }) => reader.kind === "role" && reader.name.includes("org"),
);

it("leads from a secret to the workload that mounts it", () => {
  expect(chain?.reader.name).toBe("test-org-acme");
  expect(chain?.holders.map(({ name }) => name)).toEqual(["acme/acme"]);
  expect(chain?.mounts.map(({ workload }) => workload)).toEqual([
    expect.stringMatching(/^test-org-acme\/kubernetes_deployment_v1\.applications_metabase/),
  ]);
});

it("leads nowhere from a secret that is not there", () => {
  expect(chainsFrom(report, "nothing")).toEqual([]);
});

it("names the edges of its world, and the administrators of Kubernetes", () => {
  const names = report.boundaries.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      "administrators of the account",
      "Kubernetes RBAC",
      "arn:aws:iam::111122223333:role/platform in Kubernetes",
    ]),
  );
});
