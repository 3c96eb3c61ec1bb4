import type { Environment } from "../../src/config/model";
import { AwsError } from "../aws/errors";
import { callAgain } from "./run";
import { type Stack, shortName } from "./stack";
import { madeIn, type States, statesOf } from "./states";

/**
 * A resource that stacks applied later need until they are applied without it. If config has none of them any more, its stack
 * would remove it too early.
 */
interface Needed {
  /** Its stack, without the name of the environment. */
  readonly stack: string;
  readonly address: RegExp;
  readonly isKept: (environment: Environment) => boolean;
  /** Names of stacks that may need it, without the name of the environment. */
  readonly users: RegExp;
  /** Whether such a stack needs it, by the addresses in its state. */
  readonly isUsed: (addresses: readonly string[]) => boolean;
  /** What would be lost, and why these stacks need it. */
  readonly loss: (users: string) => string;
}

const has = (addresses: readonly string[], address: RegExp): boolean =>
  addresses.some((one) => address.test(one));

const needed: readonly Needed[] = [
  {
    stack: "platform",
    address: /^helm_release\.load-balancer-controller_/,
    isKept: ({ applicationAccess }) => applicationAccess !== undefined,
    users: /^org-/,
    isUsed: (addresses) => has(addresses, /^kubernetes_manifest\.access_.*_binding_/),
    // Only the controller removes their finalizers: a deletion waits until it times out.
    loss: (users) =>
      `the load balancer controller, without which Kubernetes cannot delete the target group bindings of ${users}`,
  },
  {
    stack: "database",
    address: /^aws_db_instance\.instance_/,
    isKept: ({ database }) => database.shared,
    users: /^org-/,
    isUsed: (addresses) =>
      has(addresses, /^aws_lambda_invocation\.provisioning_removal_/) &&
      !has(addresses, /^aws_lambda_function\.credentials_function_/),
    // The invocation that is replaced calls the function once more.
    loss: (users) =>
      `the shared instance, and the credentials function that locks the logins of ${users} there when they leave it`,
  },
  {
    stack: "network",
    address: /^aws_internet_gateway\.database-/,
    isKept: ({ externalAccess }) => externalAccess !== undefined,
    users: /^database$/,
    isUsed: (addresses) => has(addresses, /^aws_lb\.instance_external-access_/),
    loss: (users) =>
      `the internet gateway of the database's VPC, which AWS does not detach while the load balancer of ${users} uses it`,
  },
];

/** Result of the check for resources that are still in use. */
export interface InUse {
  /** What stacks would lose too early, and which stacks to deploy first. @default - nothing */
  readonly problem?: string;
  /** Why the check was not possible, in one line. @default - it was */
  readonly notLooked?: string;
}

/**
 * Whether stacks would lose a resource before those that need it are applied without it.
 *
 * @param chosen stacks that are deployed
 * @param states states of the environment
 */
export async function stillInUse(
  environment: Environment,
  chosen: readonly Stack[],
  states: States = statesOf(environment),
): Promise<InUse> {
  const { name } = environment;
  const lost = needed.filter(
    (one) => !one.isKept(environment) && chosen.some((stack) => stack.name === `${name}-${one.stack}`),
  );
  try {
    const problems = await Promise.all(
      lost.map(async (one) => {
        const users = await usersOf(one, name, states);
        if (users.length === 0) return [];
        const first = callAgain("deploy", [name, ...users.map((user) => shortName(user, name))]);
        return `Nothing was deployed. ${name}-${one.stack} would lose ${one.loss(users.join(", "))}. Deploy first: ${first}`;
      }),
    );
    const problem = problems.flat().join("\n");
    return problem === "" ? {} : { problem };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const stacks = lost.map((one) => `${name}-${one.stack}`).join(", ");
    return {
      notLooked: `Not checked whether other stacks still use what ${stacks} would lose: ${error.message}`,
    };
  }
}

async function usersOf(one: Needed, environment: string, states: States): Promise<string[]> {
  const addresses = async (name: string) => [...(await madeIn(states, name))];
  if (!has(await addresses(`${environment}-${one.stack}`), one.address)) return [];
  const names = (await states.names()).filter((name) => one.users.test(shortName(name, environment)));
  const used = await Promise.all(names.map(async (name) => one.isUsed(await addresses(name))));
  return names.filter((_, index) => used[index]);
}
