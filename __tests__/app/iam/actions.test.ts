import { listedRolesAreNotMade } from "../../../src/config/checks/own-roles";
import { keeping, synthesizeBuckets } from "../../state/support";
import { environmentStacks, shippedStacks } from "../../support/environments";
import { everyTopology } from "../../support/every-topology";
import type { Synthesized } from "../../support/synthesize";
import { judge } from "./judge";
import { type Attached, attachedStatements } from "./statements";

const environments: [name: string, stacks: Synthesized[]][] = [
  ["the shipped environments", shippedStacks()],
  ...[...everyTopology].map(([name, environment]): [string, Synthesized[]] => [
    name,
    [...environmentStacks(environment).values()],
  ]),
  ["the bucket of states", [...synthesizeBuckets(keeping("dev"), keeping("prod")).values()]],
];

/** Problems by statement: most are the same in every environment. */
const known = new Map<string, ReturnType<typeof judge>>();

function judgeOnce(attached: Attached): ReturnType<typeof judge> {
  const key = JSON.stringify(attached);
  const problems = known.get(key) ?? judge(attached);
  known.set(key, problems);
  return problems;
}

const problemsOf = async (statements: readonly Attached[]): Promise<string[]> =>
  [...new Set((await Promise.all(statements.map(judgeOnce))).flat())].sort();

describe("the service authorization reference knows actions, resources and condition keys of every policy", () => {
  test.each(environments)("%s", async (_, stacks) => {
    const statements = attachedStatements(stacks);
    expect(statements.length).toBeGreaterThan(0);
    expect(await problemsOf(statements)).toEqual([]);
    const named = statements
      .filter(({ statement }) => statement.sid)
      .map(({ where, holder }) => `${where} ${holder}`);
    expect(named.filter((one, index) => named.indexOf(one) !== index)).toEqual([]);
  });
});

test.each([...everyTopology])("config refuses a list of roles with a role of %s", (_, environment) => {
  const made = [...environmentStacks(environment).values()]
    .filter((stack) => stack.count("aws_iam_role") > 0)
    .flatMap((stack) => Object.values(stack.resources("aws_iam_role")))
    .map(({ name }) => roleArn(name));
  const cluster = { ...environment.cluster, admins: made };
  const refused = listedRolesAreNotMade({ ...environment, cluster }, [environment]);
  expect(made.length).toBeGreaterThan(0);
  expect(made.filter((_, index) => !refused.some(({ path }) => path.at(-1) === index))).toEqual([]);
});

const roleArn = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

describe("the check finds an invalid statement", () => {
  const key = "arn:aws:kms:eu-west-1:111122223333:key/1";
  const alarm = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:test";
  const identity = "aws_iam_role_policy.policy";

  test.each<[mistake: string, holder: string, statement: Attached["statement"], problem: string]>([
    [
      "a misspelt action",
      identity,
      { actions: ["kms:DescribKey"], resources: [key] },
      "kms:DescribKey is no action of AWS",
    ],
    [
      "a sid that IAM refuses",
      identity,
      { sid: "Describe-Key", actions: ["kms:DescribeKey"], resources: [key] },
      "Describe-Key is no sid: letters and digits alone",
    ],
    [
      "an action of another service",
      identity,
      { actions: ["cloudwatch:PutLogEvents"], resources: ["*"] },
      "cloudwatch:PutLogEvents is no action of AWS",
    ],
    [
      "a pattern that no action matches",
      identity,
      { effect: "Deny", actions: ["kms:Descriebe*"], resources: ["*"] },
      "kms:Descriebe* is no action of AWS",
    ],
    [
      "an action on an ARN that takes * alone",
      identity,
      { actions: ["kms:ListAliases"], resources: [key] },
      `kms:ListAliases takes the resource * alone, and not ${key}`,
    ],
    [
      "an action on an ARN of another type",
      identity,
      { actions: ["kms:DescribeKey"], resources: [alarm] },
      `kms:DescribeKey takes arn:?*:kms:?*:?*:key/?*, and the statement has ${alarm}`,
    ],
    [
      "an ARN beside the right one that no action takes",
      identity,
      { actions: ["kms:DescribeKey"], resources: [key, alarm] },
      `none of its actions takes ${alarm}`,
    ],
    [
      "one of several resources that an action takes",
      identity,
      { actions: ["ec2:CreateNetworkInterface"], resources: ["arn:aws:ec2:eu-west-1:111122223333:subnet/*"] },
      "ec2:CreateNetworkInterface takes arn:?*:ec2:?*:?*:network-interface/?* as well",
    ],
    [
      "* where an action can be limited",
      identity,
      { actions: ["kms:DescribeKey"], resources: ["*"] },
      "kms:DescribeKey is allowed on * and could be limited to arn:?*:kms:?*:?*:key/?*",
    ],
    [
      "a condition key that the action does not know",
      identity,
      {
        actions: ["kms:DescribeKey"],
        resources: [key],
        condition: [{ test: "StringEquals", variable: "kms:EncryptionContext:aws:logs:arn", values: ["*"] }],
      },
      "kms:DescribeKey knows no condition key kms:EncryptionContext:aws:logs:arn",
    ],
    [
      "a misspelt condition key of every service",
      identity,
      {
        actions: ["kms:DescribeKey"],
        resources: [key],
        condition: [{ test: "ArnLike", variable: "aws:SourceARNs", values: ["*"] }],
      },
      "kms:DescribeKey knows no condition key aws:SourceARNs",
    ],
    [
      "an action in a key's policy that is about no key",
      "aws_kms_key.policy",
      { actions: ["kms:ListAliases"], resources: ["*"] },
      "kms:ListAliases takes the resource * alone, and not arn:aws:kms:*:*:key/*",
    ],
    [
      "an action in a trust policy that takes no role",
      "aws_iam_role.assume_role_policy",
      { actions: ["sts:GetSessionToken"] },
      "sts:GetSessionToken takes the resource * alone, and not arn:aws:iam::*:role/*",
    ],
  ])("%s", async (_, holder, statement, problem) => {
    const found = await judge({ where: "test", holder, statement });
    expect(found).toContainEqual(expect.stringContaining(`test: ${problem}`));
  });
});
