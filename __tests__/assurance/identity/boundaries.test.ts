import { Stacks, testSources } from "./support";

it("names the edges of its world, and the administrators of Kubernetes", () => {
  const names = new Stacks(testSources()).report.boundaries.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      "administrators of the account",
      "Kubernetes RBAC",
      "arn:aws:iam::111122223333:role/platform in Kubernetes",
    ]),
  );
});
