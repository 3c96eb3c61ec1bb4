import type { Environment } from "../../src/config/model";
import { AwsCli } from "../aws/cli";
import { AwsError } from "../aws/errors";
import { callAgain } from "./run";
import type { Stack } from "./stack";
import { madeIn, type States, statesOf } from "./states";

/**
 * A resource of a shared stack that an organization needs until its own stack is applied without it. Shared stacks are applied
 * before organizations, so a config that has neither any more would remove it too early.
 */
interface Shared {
  /** Its stack, without the name of the environment. */
  readonly stack: string;
  readonly address: RegExp;
  readonly isKept: (environment: Environment) => boolean;
  /** Whether an organization needs it, by the addresses in its state. */
  readonly isUsed: (addresses: readonly string[]) => boolean;
  /** What would be lost, and why the named organizations need it. */
  readonly loss: (organizations: string) => string;
}

const has = (addresses: readonly string[], address: RegExp): boolean =>
  addresses.some((one) => address.test(one));

const shared: readonly Shared[] = [
  {
    stack: "platform",
    address: /^helm_release\.load-balancer-controller_/,
    isKept: ({ applicationAccess }) => applicationAccess !== undefined,
    isUsed: (addresses) => has(addresses, /^kubernetes_manifest\.access_.*_binding_/),
    // Only the controller removes their finalizers: a deletion waits until it times out.
    loss: (organizations) =>
      `the load balancer controller, without which Kubernetes cannot delete the target group bindings of ${organizations}`,
  },
  {
    stack: "database",
    address: /^aws_db_instance\.instance_/,
    isKept: ({ database }) => database.shared,
    isUsed: (addresses) =>
      has(addresses, /^aws_lambda_invocation\.provisioning_removal_/) &&
      !has(addresses, /^aws_lambda_function\.credentials_function_/),
    // The invocation that is replaced calls the function once more.
    loss: (organizations) =>
      `the shared instance, and the credentials function that locks the logins of ${organizations} there when they leave it`,
  },
];

/** How long AWS may take to tell of states, in seconds. */
const timeoutSeconds = 30;

/**
 * What shared stacks would lose before organizations are applied without it, and which stacks to deploy first.
 *
 * @param chosen stacks that are deployed
 * @returns nothing if no organization needs it any more, or if AWS does not return the states
 */
export async function stillInUse(
  environment: Environment,
  chosen: readonly Stack[],
): Promise<string | undefined> {
  const { name, region } = environment;
  const states = statesOf(environment, new AwsCli({ region, timeoutSeconds }));
  const problems: string[] = [];
  for (const one of shared) {
    const stack = `${name}-${one.stack}`;
    if (one.isKept(environment) || !chosen.some((each) => each.name === stack)) continue;
    const users = await usersOf(one, stack, states);
    if (users.length === 0) continue;
    const first = callAgain("deploy", [name, ...users.map((user) => user.slice(name.length + 1))]);
    problems.push(
      `Nothing was deployed. ${stack} would lose ${one.loss(users.join(", "))}. Deploy first: ${first}`,
    );
  }
  return problems.length > 0 ? problems.join("\n") : undefined;
}

async function usersOf({ address, isUsed }: Shared, stack: string, states: States): Promise<string[]> {
  const addresses = async (name: string) => [...(await madeIn(states, name))];
  try {
    if (!has(await addresses(stack), address)) return [];
    const organizations = (await states.names()).filter((name) => name.includes("-org-"));
    const used = await Promise.all(organizations.map(async (name) => isUsed(await addresses(name))));
    return organizations.filter((_, index) => used[index]);
  } catch (error) {
    if (error instanceof AwsError) return [];
    throw error;
  }
}
