import { load, minimal, onlyProblem, smallOrganization } from "./support";

const own = smallOrganization.replace("isolation: database", "isolation: instance");

/** An environment with so many instances that single organizations have, beside the shared one. */
const environmentOf = (name: string, instances: number, lines = "") => ({
  [`${name}/environment.yaml`]: minimal + lines,
  ...Object.fromEntries(
    Array.from({ length: instances }, (_, index) => [`${name}/organizations/${name}${index}.yaml`, own]),
  ),
});
const nodes =
  'cluster: { admins: ["arn:aws:iam::111122223333:role/platform"], nodeGroups: [{ name: general, instanceTypes: [m7g.4xlarge], minSize: 6, maxSize: 9 }] }\n';
const roomy = (files: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      name.endsWith("environment.yaml") ? text.replace(/^cluster: .*\n/m, nodes) : text,
    ]),
  );

test("instances of all environments in an account and region are counted against its event subscriptions", () => {
  const second = environmentOf("two", 9);
  expect(load(roomy({ ...environmentOf("one", 9), ...second }))).toHaveLength(2);
  const one = environmentOf("one", 10, "quotas: { databaseInstances: 20 }\n");
  const two = environmentOf("two", 9, "quotas: { databaseInstances: 21 }\n");
  expect(onlyProblem(roomy({ ...one, ...two }))).toBe(
    [
      "one/environment.yaml:5:30 quotas.databaseInstances",
      "20, for 21 instances in 111122223333, eu-west-1: 11 of one, 10 of two",
      "21 or more, and so many event subscriptions and instances in the account's quotas of RDS",
      'Ask AWS to raise "Event subscriptions", and "DB instances" above 40, then write `quotas: { databaseInstances: 21 }`; or give fewer organizations their own instance.',
    ].join("\n"),
  );
});

test("environments in separate accounts have separate quotas", () => {
  const other = environmentOf("two", 12);
  const text = other["two/environment.yaml"]?.replaceAll("111122223333", "444455556666") ?? "";
  const files = roomy({ ...environmentOf("one", 12), ...other, "two/environment.yaml": text });
  const account = files["two/environment.yaml"]?.replaceAll("111122223333", "444455556666") ?? "";
  expect(load({ ...files, "two/environment.yaml": account })).toHaveLength(2);
});

test.each([
  ["private-link", 10, "7 of AWS's services, 11 of database instances"],
  ["resource-endpoint", 10, "7 of AWS's services, 11 of database instances"],
])(
  "endpoints of instances share the VPC's quota with those of services: %s",
  (topology, instances, words) => {
    const lines = `topology: ${topology}\nquotas: { interfaceEndpoints: 17 }\n`;
    expect(onlyProblem(roomy(environmentOf("one", instances, lines)))).toContain(
      `17, for 18 endpoints in the cluster's VPC: ${words}`,
    );
  },
);

test("in one VPC, the database's interface endpoint counts, and there are none for instances", () => {
  const files = (most: number) =>
    roomy(environmentOf("one", 10, `quotas: { interfaceEndpoints: ${most} }\n`));
  expect(load(files(8))).toHaveLength(1);
  expect(onlyProblem(files(7))).toContain("7, for 8 endpoints");
});
