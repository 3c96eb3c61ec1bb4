import { runSimulation } from "@cloud-copilot/iam-simulate";
import { type IdentityModel, readIdentityModel } from "../../../src/assurance/identity";
import { Context } from "../../../src/assurance/identity/policy/context";
import { decide } from "../../../src/assurance/identity/policy/decide";
import type { Condition, Policy } from "../../../src/assurance/identity/policy/statement";
import { Text } from "../../../src/assurance/identity/policy/text";
import { Configuration } from "../../../src/assurance/terraform";
import { full, seed } from "../../support/effort";
import { randomFrom } from "../../support/random";
import { shippedSources } from "../support/sources";
import { type Asked, askedIn, concrete, concretePolicy, NotConcrete, policyJson } from "./concrete";

const requests = full(400, 10_000);

/** A request of one identity of an environment, with strings in all places. */
interface Case {
  readonly principal: string;
  readonly account: string;
  readonly policies: readonly Policy[];
  readonly asked: Asked;
  readonly action: string;
  readonly context: ReadonlyMap<string, string>;
}

const next = randomFrom(seed);
const oneOf = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T;

const sources = shippedSources();
const models = ["dev", "prod"].map((name) =>
  readIdentityModel(new Configuration(sources.filter((source) => source.name.startsWith(`${name}-`)))),
);
const targets = new Map(models.map((model) => [model, askedIn(model)]));

function makeCase(model: IdentityModel): Case {
  const role = oneOf(model.roles);
  const account = concrete(role.place.account);
  const isStranger = next() < 0.2;
  const policies = isStranger ? [] : role.policies.map(concretePolicy);
  const principal = isStranger
    ? `arn:aws:iam::${oneOf([account, "999988887777"])}:role/stranger`
    : concrete(role.arn);
  const all = targets.get(model) ?? [];
  const named = all.filter(({ arn }) => policies.some((policy) => names(policy, arn)));
  const asked = oneOf(named.length > 0 && next() < 0.8 ? named : all);
  const context = contextFor([...policies, ...(asked.policy ? [asked.policy] : [])]);
  context.set("aws:PrincipalArn", principal).set("aws:PrincipalAccount", principal.split(":")[4] as string);
  return { principal, account, policies, asked, action: actionFor(policies, asked), context };
}

/** Whether a policy names something in particular. */
const names = ({ statements }: Policy, arn: string): boolean =>
  statements.some(({ resources }) =>
    (resources?.patterns ?? []).some(({ literal = "" }) => {
      const pattern = literal
        .replace(/[.$+^(){}|[\]\\]/g, "\\$&")
        .replaceAll("?", ".")
        .replaceAll("*", ".*");
      return literal.length > 1 && new RegExp(`^${pattern}$`).test(arn);
    }),
  );

/** An action of the thing, or one that the identity's policies name about such things. */
function actionFor(policies: readonly Policy[], { actions, arn }: Asked): string {
  const service = arn.split(":")[2] === "iam" ? "sts" : arn.split(":")[2];
  const named = policies
    .flatMap(({ statements }) => statements.flatMap((statement) => statement.actions.patterns.map(concrete)))
    .filter((action) => action.startsWith(`${service}:`) && !action.includes("*"));
  return next() < 0.6 || named.length === 0 ? oneOf(actions) : oneOf(named);
}

/** Keys of conditions: those of one statement as it asks for them, those of others often so, at times otherwise or not. */
function contextFor(policies: readonly Policy[]): Map<string, string> {
  const statements = policies.flatMap((policy) => policy.statements);
  const context = new Map<string, string>();
  const say = ({ key, values }: Condition, isRandom: boolean): void => {
    const value = isRandom && next() < 0.3 ? "something else" : concrete(oneOf(values));
    context.set(concrete(key), value.replaceAll("?", "x").replaceAll("*", "any"));
  };
  for (const one of statements.flatMap(({ conditions }) => conditions)) if (next() < 0.6) say(one, true);
  if (statements.length > 0) for (const one of oneOf(statements).conditions) say(one, false);
  return context;
}

/** EC2 documents such patterns, and this simulator takes them for none: see "CreateTags" in the user guide of EC2. */
const isOverAllTypes = ({ policies, asked }: Case): boolean =>
  asked.arn.startsWith("arn:aws:ec2:") &&
  policies.some(({ statements }) =>
    statements.some(({ resources }) => resources?.patterns.some(({ literal }) => literal?.endsWith(":*/*"))),
  );

function ours(
  { principal, account, policies, asked, action }: Case,
  context: ReadonlyMap<string, string>,
): string {
  const { truth } = decide({
    request: {
      principal: {
        type: "AWS",
        arn: Text.of(principal),
        account: Text.of(principal.split(":")[4] as string),
      },
      action,
      resource: Text.of(asked.arn),
      // Any key that the request does not have is absent.
      context: Context.family("", new Map([...context].map(([key, value]) => [key, Text.of(value)]))),
    },
    agreement: asked.agreement,
    account: Text.of(account),
    identityPolicies: policies,
    ...(asked.policy && { resourcePolicy: asked.policy }),
  });
  return truth;
}

const simulate = (one: Case) =>
  runSimulation(
    {
      request: {
        principal: one.principal,
        action: one.action,
        resource: { resource: one.asked.arn, accountId: one.account },
        contextVariables: Object.fromEntries(one.context),
      },
      identityPolicies: one.policies.map((policy, index) => ({
        name: String(index),
        policy: policyJson(policy),
      })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(one.asked.policy && { resourcePolicy: policyJson(one.asked.policy) }),
    },
    {},
  );

test(`${requests} random requests over all policies of the shipped environments have the simulator's decision`, async () => {
  const seen = { allowed: 0, denied: 0 };
  const notJudged = new Map<string, number>();
  const skip = (reason: string) => notJudged.set(reason, (notJudged.get(reason) ?? 0) + 1);
  const disagreements: object[] = [];
  for (let count = 0; count < requests; count++) {
    const one = makeCase(oneOf(models));
    if (isOverAllTypes(one)) {
      skip("simulator: patterns over all types of resources");
      continue;
    }
    const result = await simulate(one);
    if (result.resultType === "error") {
      skip(`simulator: ${result.errors.message}`);
      continue;
    }
    if (result.resultType !== "single") {
      skip("simulator: several answers");
      continue;
    }
    const ignored = new Set((result.result.ignoredContextKeys ?? []).map((key) => key.toLowerCase()));
    const context = new Map([...one.context].filter(([key]) => !ignored.has(key.toLowerCase())));
    const truth = ours(one, context);
    if (truth === "unknown") {
      skip("model: not known");
      continue;
    }
    const isAllowed = result.overallResult === "Allowed";
    seen[isAllowed ? "allowed" : "denied"]++;
    if (isAllowed !== (truth === "true"))
      disagreements.push({
        ...one,
        context: [...context],
        policies: undefined,
        asked: one.asked.arn,
        truth,
        simulator: result.overallResult,
      });
  }
  const reasons = [...notJudged].map(([reason, count]) => `${count} ${reason}`);
  process.stderr.write(
    `simulator: ${seen.allowed} requests allowed, ${seen.denied} denied, the same here (seed ${seed}); not judged: ${reasons.join("; ") || "none"}\n`,
  );
  expect(disagreements).toEqual([]);
  expect(seen.allowed).toBeGreaterThan(0);
  expect(seen.denied).toBeGreaterThan(0);
}, 300_000);

test("an entirely unknown text has no string for the simulator", () => {
  expect(() => concrete(Text.of({ placeholder: "unclear", length: "any", reason: "a variable" }))).toThrow(
    NotConcrete,
  );
});
