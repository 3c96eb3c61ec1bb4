import { Resolver } from "node:dns/promises";
import { BlockList } from "node:net";
import { type Check, Problem } from "./check";
import type { Expectation } from "./expectation";
import { codeOf, lastOf, type Patience, patiently } from "./patience";
import type { Settings } from "./settings";

/** Asks name servers for the A records of a name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** Asks as the pod's resolv.conf says, or other servers; past caches and hosts files, one query at a time. */
export const nameServers =
  ({ answer }: Patience, servers?: readonly string[]): Resolve =>
  (hostname) => {
    const resolver = new Resolver({ timeout: answer, tries: 1 });
    if (servers) resolver.setServers(servers);
    return resolver.resolve4(hostname);
  };

/** What a later query may answer. A name that does not exist stays so. */
const passing = ["ESERVFAIL", "ETIMEOUT", "ECONNREFUSED"];

const explanations: Readonly<Record<string, string>> = {
  ENOTFOUND: "does not exist (NXDOMAIN)",
  ENODATA: "has no IPv4 address",
  ESERVFAIL: "cannot be resolved (SERVFAIL)",
  EREFUSED: "cannot be resolved (REFUSED)",
  ETIMEOUT: "cannot be resolved: the cluster's DNS does not answer",
  ECONNREFUSED: "cannot be resolved: the cluster's DNS refuses connections",
};

/** Settings, and where their name leads. */
export interface Named extends Settings {
  readonly addresses: readonly string[];
}

/** The name leads to addresses where pods meet their database. */
export const nameCheck = (
  resolve: Resolve,
  patience: Patience,
  { networks }: Expectation,
): Check<Settings, Named> => ({
  name: "name",
  run: async (settings) => {
    const { host } = settings;
    const { value: addresses, remark } = await patiently(
      patience,
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
