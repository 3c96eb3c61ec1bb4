import { BlockList, isIPv4 } from "node:net";
import type { Database } from "./configuration";

/** What a load balancer sends connections to. */
export interface Target {
  readonly address: string;
  readonly port: number;
}

/** A target as the target group lists it. */
export interface RegisteredTarget extends Target {
  /** `healthy`, `unhealthy`, `initial`, `draining` and so on, in the API's words. */
  readonly state: string;
}

/** What the name servers said in one round, or why they said nothing of use. */
export type Answer =
  | { readonly addresses: readonly string[] }
  | { readonly addresses?: undefined; readonly failure: string };

/** Everything a decision is made of. */
export interface Situation {
  readonly database: Database;
  /** The target group, read before the last answer was asked for. */
  readonly registered: readonly RegisteredTarget[];
  /** Answers of this run, oldest first. */
  readonly answers: readonly Answer[];
}

/** What a situation is, in a word. */
export type Case =
  /** The group holds the database's addresses and nothing else. */
  | "in-place"
  /** The group is empty: the first run, or it was emptied by hand. */
  | "first-registration"
  /** The name leads to an address that the group does not have: a failover. */
  | "moved"
  /** The name leads to an address that is on its way out of the group: a failover and back. */
  | "returned"
  /** The right targets are there, and others that should not be. */
  | "leftovers"
  /** As leftovers, but answers rotate: an address must be missing several times before it goes. */
  | "not-missing-long-enough"
  /** No answer of use: targets stay. */
  | "unresolved"
  /** An answer outside of the database's subnets: targets stay. */
  | "refused"
  /** Several addresses where there can be one: targets stay. */
  | "ambiguous";

export interface Decision {
  readonly case: Case;
  /** To be registered. */
  readonly register: readonly Target[];
  /** To be deregistered. Empty while anything is to be registered. */
  readonly deregister: readonly Target[];
  /** Targets that will go when their replacement is in the group and later answers lack them too. */
  readonly pending: readonly Target[];
  /** Why nothing may be done. The run must not end as a success with it. @default - nothing is wrong */
  readonly problem?: string;
}

/** How many answers in a row must lack an address before its target goes. An instance's answer is the whole truth. */
const missesBeforeRemoval = { one: 1, several: 3 } as const;

/**
 * Decides what makes the target group follow the name.
 *
 * Two promises: an answer that cannot be trusted changes nothing, and nothing is deregistered before the group itself
 * shows all that the name leads to. So a move takes two decisions, each with an answer of its own.
 */
export function decide({ database, registered, answers }: Situation): Decision {
  const answer = answers.at(-1) ?? { failure: "was never looked up" };
  const distrusted = distrust(database, answer);
  if (distrusted) return { ...distrusted, register: [], deregister: [], pending: [] };

  const wanted = (answer.addresses ?? []).map((address) => ({ address, port: database.port }));
  // A draining target takes no new connections. One that the name leads to again must be registered again.
  const present = registered.filter(({ state }) => state !== "draining");
  const register = wanted.filter((target) => !includes(present, target));
  const unwanted = present.filter((target) => !includes(wanted, target));
  const removable = register.length ? [] : unwanted;
  const deregister = removable.filter((target) => isMissing(database, target, answers)).map(bare);
  const pending = unwanted.filter((target) => !includes(deregister, target)).map(bare);
  return {
    case: nameOf({ registered, present, register, deregister, pending }),
    register,
    deregister,
    pending,
  };
}

function distrust(database: Database, answer: Answer): { case: Case; problem: string } | undefined {
  const { addresses } = answer;
  if (!addresses) return { case: "unresolved", problem: `${database.hostname} ${answer.failure}` };
  if (!addresses.length) return { case: "unresolved", problem: `${database.hostname} has an empty answer` };
  const outside = addresses.filter((address) => !isWithin(database.instanceSubnets, address));
  if (outside.length)
    return {
      case: "refused",
      problem: `${database.hostname} resolves to ${outside.join(", ")}, outside of ${database.instanceSubnets.join(", ")}`,
    };
  if (addresses.length > 1 && database.addresses === "one")
    return {
      case: "ambiguous",
      problem: `${database.hostname} resolves to ${addresses.join(", ")}; an instance has one address`,
    };
  return undefined;
}

function nameOf(parts: {
  registered: readonly Target[];
  present: readonly Target[];
  register: readonly Target[];
  deregister: readonly Target[];
  pending: readonly Target[];
}): Case {
  if (parts.register.some((target) => includes(parts.registered, target))) return "returned";
  if (parts.register.length) return parts.present.length ? "moved" : "first-registration";
  if (parts.deregister.length) return "leftovers";
  return parts.pending.length ? "not-missing-long-enough" : "in-place";
}

/** Whether enough answers in a row lack the target. Failed rounds say nothing about it, so they do not count. */
function isMissing(database: Database, target: Target, answers: readonly Answer[]): boolean {
  // A target on another port than the database's was never the database.
  if (target.port !== database.port) return true;
  const misses = missesBeforeRemoval[database.addresses];
  const last = answers.flatMap(({ addresses }) => (addresses?.length ? [addresses] : [])).slice(-misses);
  return last.length === misses && last.every((addresses) => !addresses.includes(target.address));
}

function isWithin(cidrs: readonly string[], address: string): boolean {
  const allowed = new BlockList();
  for (const cidr of cidrs) {
    const [network, prefix] = cidr.split("/");
    allowed.addSubnet(network as string, Number(prefix), "ipv4");
  }
  return isIPv4(address) && allowed.check(address, "ipv4");
}

const includes = (targets: readonly Target[], { address, port }: Target): boolean =>
  targets.some((target) => target.address === address && target.port === port);

const bare = ({ address, port }: Target): Target => ({ address, port });
