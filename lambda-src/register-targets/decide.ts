import { BlockList, isIPv4 } from "node:net";
import type { Database } from "./configuration";

/** Address and port to which a load balancer connects. */
export interface Target {
  readonly address: string;
  readonly port: number;
}

/** A registered target of a target group. */
export interface RegisteredTarget extends Target {
  /** `healthy`, `unhealthy`, `initial`, `draining` and so on, as in the API. */
  readonly state: string;
}

/** Result of one name resolution, or the reason why it failed. */
export type Answer =
  | { readonly addresses: readonly string[] }
  | { readonly addresses?: undefined; readonly failure: string };

/** Input of a decision. */
export interface Situation {
  readonly database: Database;
  /** Registered targets, read before the last name resolution. */
  readonly registered: readonly RegisteredTarget[];
  /** Results of name resolutions in this run, oldest first. */
  readonly answers: readonly Answer[];
}

/** Classification of a situation. */
export type Case =
  /** The group contains exactly the database's addresses. */
  | "in-place"
  /** The group is empty: at the first run, or after a manual change. */
  | "first-registration"
  /** The name resolves to an address that is not in the group: a failover. */
  | "moved"
  /** The name resolves to an address that is draining: a failover and back. */
  | "returned"
  /** The correct targets are registered, and others in addition. */
  | "leftovers"
  /** Like leftovers, but addresses rotate: one must be missing several times before it is removed. */
  | "not-missing-long-enough"
  /** No usable result: targets remain. */
  | "unresolved"
  /** An address outside of the database's subnets: targets remain. */
  | "refused"
  /** Several addresses for a database that has one: targets remain. */
  | "ambiguous";

export interface Decision {
  readonly case: Case;
  /** Targets to register. */
  readonly register: readonly Target[];
  /** Targets to deregister. Empty while there are targets to register. */
  readonly deregister: readonly Target[];
  /** Targets that will be deregistered when their replacement is in the group, and later results lack them too. */
  readonly pending: readonly Target[];
  /** Reason why nothing may be changed; the run must then fail. @default - none */
  readonly problem?: string;
}

/**
 * Number of consecutive results that must lack an address before its target is removed. For an instance, one is
 * sufficient.
 */
const missesBeforeRemoval = { one: 1, several: 3 } as const;

/**
 * Decides how to make the target group follow the name.
 *
 * It guarantees that an untrusted result changes nothing, and that nothing is deregistered before the group contains
 * all addresses of the name. So a move needs two decisions, each with its own name resolution.
 */
export function decide({ database, registered, answers }: Situation): Decision {
  const answer = answers.at(-1) ?? { failure: "was never looked up" };
  const distrusted = distrust(database, answer);
  if (distrusted) return { ...distrusted, register: [], deregister: [], pending: [] };

  const wanted = (answer.addresses ?? []).map((address) => ({ address, port: database.port }));
  // A draining target receives no new connections. If the name resolves to it again, it must be registered again.
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

/** Whether enough consecutive results lack the target. Failed resolutions do not count. */
function isMissing(database: Database, target: Target, answers: readonly Answer[]): boolean {
  // A target with another port was never the database.
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
