import { Resolver } from "node:dns/promises";
import { BlockList } from "node:net";
import { type Check, Problem } from "./check";
import type { Expectation } from "./expectation";
import { codeOf, lastOf, type RetryLimits, withRetries } from "./retries";
import type { Settings } from "./settings";

/** Resolves a name to the addresses of its A records. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** Queries the name servers of the pod's resolv.conf, or other servers; it uses neither caches nor the hosts file. */
export const nameServers =
  ({ answer }: RetryLimits, servers?: readonly string[]): Resolve =>
  (hostname) => {
    const resolver = new Resolver({ timeout: answer, tries: 1 });
    if (servers) resolver.setServers(servers);
    return resolver.resolve4(hostname);
  };

/** Errors that a later query may not have. A name that does not exist is final. */
const passing = ["ESERVFAIL", "ETIMEOUT", "ECONNREFUSED"];

const explanations: Readonly<Record<string, string>> = {
  ENOTFOUND: "does not exist (NXDOMAIN)",
  ENODATA: "has no IPv4 address",
  ESERVFAIL: "cannot be resolved (SERVFAIL)",
  EREFUSED: "cannot be resolved (REFUSED)",
  ETIMEOUT: "cannot be resolved: the cluster's DNS does not answer",
  ECONNREFUSED: "cannot be resolved: the cluster's DNS refuses connections",
};

/** Settings, with the addresses of their host name. */
export interface Named extends Settings {
  readonly addresses: readonly string[];
}

/** Checks that the name resolves to addresses in the expected networks. */
export const nameCheck = (
  resolve: Resolve,
  limits: RetryLimits,
  { networks }: Expectation,
): Check<Settings, Named> => ({
  name: "name",
  run: async (settings) => {
    const { host } = settings;
    const { value: addresses, remark } = await withRetries(
      limits,
      (error) => passing.includes(codeOf(error)),
      () => resolve(host),
    ).catch((failure) => {
      const { error, remark } = lastOf(failure);
      const why = explanations[codeOf(error)] ?? `cannot be resolved (${codeOf(error) || String(error)})`;
      throw new Problem("name-unknown", `${host} ${why}${remark}`);
    });
    const strays = addresses.filter((address) => !within(networks, address));
    if (strays.length > 0)
      throw new Problem("name-elsewhere", `${host} is ${strays.join(", ")}, not in ${networks.join(", ")}`);
    return { text: `${host} is ${addresses.join(", ")}${remark}`, value: { ...settings, addresses } };
  },
});

function within(networks: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base = "", prefix = ""] = network.split("/");
    list.addSubnet(base, Number(prefix));
  }
  return list.check(address);
}
