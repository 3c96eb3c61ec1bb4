import type { Environment } from "../../../src/config/model";
import { stateBuckets } from "../../../src/state/state-buckets";
import { load, minimal } from "../../config/support";
import { keeping, synthesizeBuckets } from "../../state/support";
import { atLeastOne } from "../../support/at-least-one";
import { environmentStacks, shippedStacks } from "../../support/environments";
import { everyTopology } from "../../support/every-topology";
import type { Synthesized } from "../../support/synthesize";
import { countsOf, quotas } from "./counts";
import { partsOf, refusal } from "./kubernetes";
import { longestEnvironments, roles, times } from "./longest";
import { policiesOf, policySizes } from "./policies";
import { isText, texts } from "./texts";

/** Environments with long names whose states one bucket keeps. @param admins of each */
const inOneBucket = (count: number, admins: number): Environment[] =>
  times(count, (index) =>
    keeping(`${"e".repeat(14)}${10 + index}`, { cluster: { admins: roles(admins, "a") } }),
  );

/** As many administrators of each environment as a bucket has room for. */
const fullest = (count: number): Environment[] =>
  times(100, (index) => inOneBucket(count, 100 - index)).find(fitsInBucket) as Environment[];

function fitsInBucket(environments: Environment[]): boolean {
  try {
    return stateBuckets(environments).length === 1;
  } catch {
    return false;
  }
}

const environments: [name: string, stacks: Synthesized[]][] = [
  ["the shipped environments", shippedStacks()],
  ...[...everyTopology].map(([name, one]): [string, Synthesized[]] => [
    name,
    [...environmentStacks(one).values()],
  ]),
  ...longestEnvironments.map((one): [string, Synthesized[]] => [
    `${one.topology} with the longest names and lists`,
    [...environmentStacks(one).values()],
  ]),
  ...[1, 6, 20].map((count): [string, Synthesized[]] => [
    `the fullest bucket of states of ${count} environments`,
    [...synthesizeBuckets(...fullest(count)).values()],
  ]),
];

describe.each(environments)("limits of AWS on %s", (_, stacks) => {
  test("every name and description is within its limit", () => {
    const found = stacks.flatMap(textsOf);
    const refused = atLeastOne(found).flatMap(({ where, argument, text }) => {
      const limit = texts[argument];
      if (!limit) return [`${where}: what is accepted as ${argument} is not in the table`];
      const { most, shape, source } = limit;
      if (text.length > most)
        return [`${where}: ${text} has ${text.length} characters, ${argument} takes ${most} (${source})`];
      return shape.test(text) ? [] : [`${where}: ${argument} does not take ${text} (${source})`];
    });
    expect(refused).toEqual([]);
  });

  test("every Kubernetes label and every name of a container, volume and port is within its limit", () => {
    const refused = stacks.flatMap(({ name, json }) =>
      Object.entries(json.resource)
        .filter(([type]) => type.startsWith("kubernetes_"))
        .flatMap(([type, byName]) =>
          partsOf(byName)
            .flatMap(refusal)
            .map((reason) => `${name} ${type}: ${reason}`),
        ),
    );
    expect(refused).toEqual([]);
  });

  test("every policy is within its size limit", () => {
    const refused = stacks.flatMap((stack) =>
      policiesOf(stack).flatMap(({ name, holder, characters }) => {
        const limit = policySizes[holder];
        if (!limit) return [`${stack.name}: how long ${holder} may be is not in the table`];
        return characters <= limit.most
          ? []
          : [
              `${stack.name}: ${name} has ${characters} characters, ${holder} takes ${limit.most} (${limit.source})`,
            ];
      }),
    );
    expect(refused).toEqual([]);
  });

  test("every count of resources is within its quota", () => {
    const counts = countsOf(stacks);
    expect(counts.filter(({ quota, count }) => count > quotas[quota].most)).toEqual([]);
  });
});

/** `sg` of a shape that refuses names with `sg-` at their beginning. */
const keptBeginnings = Object.values(texts).flatMap(({ shape }) =>
  (/^\^\(\?!((?:[a-z]+-\|?)+)\)/.exec(shape.source)?.[1] ?? "")
    .split("|")
    .flatMap((one) => one.slice(0, -1) || []),
);

test.each([...new Set(keptBeginnings)])(
  "no environment has the name %s, whose prefix AWS reserves",
  (name) => {
    expect(() => load({ [`${name}/environment.yaml`]: minimal })).toThrow("Rename the folder");
  },
);

type Attributes = Record<string, unknown>;

test("every line of the table applies to a text of some stack", () => {
  const found = environments.flatMap(([, stacks]) => stacks.flatMap(textsOf)).map(({ argument }) => argument);
  expect(Object.keys(texts).filter((argument) => !found.includes(argument))).toEqual([]);
});

test("labels and names of each kind occur, and invalid ones are refused", () => {
  const stacks = [...environmentStacks(...longestEnvironments.slice(0, 1)).values()];
  const parts = stacks.flatMap(({ json }) => partsOf(json.resource.kubernetes_deployment_v1));
  expect([...new Set(parts.map(({ kind }) => kind))].sort()).toEqual([
    "container or volume",
    "label",
    "port",
  ]);
  const longer = atLeastOne(parts).map((part) => ({ ...part, text: part.text.padEnd(64, "a") }));
  expect(longer.flatMap(refusal)).toHaveLength(parts.length);
});

test.each([
  ["aws_db_instance.identifier", "test--shared"],
  ["aws_db_subnet_group.name", "default"],
  ["aws_iam_role.description", "Reads “secrets”"],
  ["aws_kms_alias.name", "alias/aws/rds"],
  ["aws_lb.name", "internal-test"],
  ["aws_lb_target_group.name", "test-app-acme--api-8080"],
  ["aws_secretsmanager_secret.name", "acme-test-secret"],
  ["aws_security_group.description", "The admins' own group"],
  ["aws_security_group.name", "sg-test"],
  ["aws_vpc_security_group_ingress_rule.description", "PostgreSQL – from pods"],
  ["kubernetes_service_v1.metadata", "1-api"],
])("the table refuses, as %s, the text %s", (argument, text) =>
  expect(text).not.toMatch(texts[argument]?.shape as RegExp),
);

interface Text {
  readonly where: string;
  readonly argument: string;
  readonly text: string;
}

/** Texts of a stack's resources. What Terraform puts in for a reference is judged where it is made. */
const textsOf = ({ name, json }: Synthesized): Text[] =>
  Object.entries<Record<string, Attributes>>(json.resource).flatMap(([type, byName]) =>
    Object.entries(byName).flatMap(([resource, block]) =>
      Object.entries(block)
        .map(([argument, value]) => ({
          where: `${name} ${type}.${resource}`,
          argument: `${type}.${argument}`,
          text: isText.test(argument) ? value : objectName(argument, value),
        }))
        .filter((one): one is Text => typeof one.text === "string" && !one.text.includes("${")),
    ),
  );

/** The name of a Kubernetes object, in its `metadata` or in that of its manifest. */
function objectName(argument: string, value: unknown): unknown {
  if (argument === "metadata") return (value as Attributes).name;
  if (argument === "manifest") return (value as { metadata: Attributes }).metadata.name;
  return undefined;
}
