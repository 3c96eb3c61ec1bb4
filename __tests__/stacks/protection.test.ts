import { irreplaceable } from "../../src/assurance/known/irreplaceable";
import { protectionOf } from "../../src/config/protection";
import { lostWhenReplaced } from "../../src/foundation/lost-when-replaced";
import { intentOf } from "../../src/stacks/intent";
import { atLeastOne } from "../support/at-least-one";
import { environmentStacks } from "../support/environments";
import { everyTopology } from "../support/every-topology";
import { environment, organization } from "../support/fixtures";
import type { Synthesized } from "../support/synthesize";

interface Lifecycle {
  readonly prevent_destroy?: boolean;
  /** It says by itself with what it is made anew. */
  readonly replace_triggered_by?: readonly string[];
}
type Resources = Record<string, Record<string, { lifecycle?: Lifecycle }>>;

/** Types of a stack's resources, those that refuse their destruction and the others. */
const types = ({ json }: Synthesized, refusing: boolean): string[] =>
  Object.entries(json.resource as Resources).flatMap(([type, items]) =>
    Object.values(items).some(
      ({ lifecycle }) =>
        !lifecycle?.replace_triggered_by && (lifecycle?.prevent_destroy === true) === refusing,
    )
      ? [type]
      : [],
  );

test.each([...everyTopology])(
  "in %s every stack refuses to replace each resource whose data would be lost",
  (_, one) => {
    for (const stack of atLeastOne([...environmentStacks(one).values()])) {
      const held = Object.keys(stack.json.resource).filter((type) => Object.hasOwn(lostWhenReplaced, type));
      expect(types(stack, true)).toEqual(held);
      expect([stack.name, held.length > 0]).toEqual([stack.name, true]);
      expect(types(stack, false).filter((type) => Object.hasOwn(lostWhenReplaced, type))).toEqual([]);
    }
  },
);

test("the gate has the same list of its own, except for Kubernetes objects, which may be of any kind", () => {
  const types = Object.keys(lostWhenReplaced).filter((type) => type !== "kubernetes_manifest");
  expect([...irreplaceable].sort()).toEqual(types.sort());
});

const organizations = [organization("acme"), organization("initech", { isolation: "instance" })];
const off = { deletionProtection: false };
const admins = ["arn:aws:iam::111122223333:role/platform"];
const cluster = { admins, ...off };

test.each([
  ["nothing is protected", { cluster, database: off }, organizations, []],
  ["the database alone", { cluster }, organizations, ["network", "database", "org-acme", "org-initech"]],
  ["the cluster alone", { database: off }, organizations, ["network", "cluster", "platform"]],
  [
    "a load balancer for the internet alone",
    { cluster, database: off, externalAccess: { allowedCidrs: ["198.51.100.0/24"] } },
    [],
    ["network", "database"],
  ],
  [
    "an organization in an environment without protection",
    { cluster, database: off },
    [organization("acme", { deletionProtection: true }), organization("hooli")],
    ["org-acme"],
  ],
  [
    "an instance of an organization that is released",
    { cluster, database: off },
    [organization("acme", { isolation: "instance", instance: { deletionProtection: true }, ...off })],
    ["org-acme"],
  ],
])("protected resources where config has %s", (_, settings, some, expected) => {
  const one = environment(settings, some);
  const stacks = [...environmentStacks(one).values()];
  const refusing = stacks.filter((stack) => types(stack, true).length > 0).map(({ name }) => name);
  expect(refusing.sort()).toEqual(expected.map((name) => `test-${name}`).sort());
  const said = stacks.filter(({ name }) => protectionOf(one, name.replace("test-", "")).length > 0);
  expect(said.map(({ name }) => name).sort()).toEqual(refusing.sort());
  // The proof's intent comes to the same from the files alone.
  expect([...(intentOf(one).deployment?.protectedStacks ?? [])].sort()).toEqual(refusing.sort());
});

test("one word in its file releases an organization, and no other stack changes by a byte", () => {
  const [before, after] = [organizations, organizations.map((one) => ({ ...one, ...off }))].map((some) =>
    environmentStacks(environment({}, some)),
  ) as [Map<string, Synthesized>, Map<string, Synthesized>];
  const changed = [...before]
    .filter(([name, { text }]) => after.get(name)?.text !== text)
    .map(([name]) => name);
  expect(changed).toEqual(["test-org-acme", "test-org-initech"]);
  for (const name of atLeastOne(changed)) expect(types(after.get(name) as Synthesized, true)).toEqual([]);
  // AWS gives its instance free in the same apply.
  const [held, free] = [before, after].map((stacks) =>
    stacks.get("test-org-initech")?.resource("aws_db_instance"),
  );
  expect([held.deletion_protection, free.deletion_protection]).toEqual([true, false]);
});

test("the message names the keys that release a stack, and their files", () => {
  const one = environment({}, [
    organization("acme"),
    organization("hooli", { isolation: "instance", instance: { deletionProtection: true } }),
  ]);
  const words = (stack: string) => protectionOf(one, stack).map(({ file, key }) => `${file}: ${key}`);
  expect(words("network")).toEqual([
    "config/test/environment.yaml: cluster.deletionProtection",
    "config/test/environment.yaml: database.deletionProtection",
  ]);
  expect(words("org-acme")).toEqual(["config/test/organizations/acme.yaml: deletionProtection"]);
  expect(words("org-hooli")).toEqual([
    "config/test/organizations/hooli.yaml: deletionProtection",
    "config/test/organizations/hooli.yaml: instance.deletionProtection",
  ]);
});
