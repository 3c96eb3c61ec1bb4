import type { Environment } from "../../src/config/model";
import { AwsCli } from "../aws/cli";
import { AwsError } from "../aws/errors";
import { callAgain } from "./run";
import type { Stack } from "./stack";
import { madeIn, type States, statesOf } from "./states";

/** Addresses of the load balancer controller in the platform's stack, and of bindings in those of organizations. */
const controller = /^helm_release\.load-balancer-controller_/;
const binding = /^kubernetes_manifest\.access_.*_binding_/;

/** How long AWS may take to tell of states, in seconds. */
const timeoutSeconds = 30;

/**
 * Why the load balancer controller cannot be removed, and which stacks to deploy first. An environment loses it with
 * `applicationAccess`, and its platform is applied before its organizations; but only the controller removes finalizers of
 * their bindings, so each deletion would wait until it times out.
 *
 * @param chosen stacks that are deployed
 * @returns nothing if no organization has bindings, the controller stays, or AWS does not return the states
 */
export async function controllerInUse(
  environment: Environment,
  chosen: readonly Stack[],
): Promise<string | undefined> {
  const { name, applicationAccess, region } = environment;
  const platform = `${name}-platform`;
  if (applicationAccess || !chosen.some((stack) => stack.name === platform)) return undefined;
  const bound = await withBindings(
    statesOf(environment, new AwsCli({ region, timeoutSeconds })),
    platform,
  ).catch((error) => {
    if (!(error instanceof AwsError)) throw error;
    return [];
  });
  if (bound.length === 0) return undefined;
  const words = bound.map((stack) => stack.slice(name.length + 1));
  return `Nothing was deployed. ${platform} would lose the load balancer controller, without which Kubernetes cannot delete the target group bindings of ${bound.join(", ")}. Deploy first: ${callAgain("deploy", [name, ...words])}`;
}

async function withBindings(states: States, platform: string): Promise<readonly string[]> {
  const has = async (stack: string, address: RegExp) =>
    [...(await madeIn(states, stack))].some((one) => address.test(one));
  if (!(await has(platform, controller))) return [];
  const organizations = (await states.names()).filter((stack) => stack.includes("-org-"));
  const found = await Promise.all(
    organizations.map(async (stack) => ((await has(stack, binding)) ? [stack] : [])),
  );
  return found.flat();
}
