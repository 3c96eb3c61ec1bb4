import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { hosts, listening, subnets } from "./layout";
import type { Rulesets } from "./nft";

/** A connection to try, from a port of the client's that no other one uses. */
export interface Probe {
  readonly from: string;
  readonly to: string;
  readonly clientPort: number;
  readonly port: number;
}

/** Why no packets can be sent here, or nothing. */
export function missing(): string | undefined {
  const tools = [
    ["unshare", "--net", "nft", "list", "ruleset"],
    ["unshare", "--net", "ip", "link", "add", "subnet", "type", "bridge"],
    ["unshare", "--net", "ip", "link", "add", "host", "type", "veth", "peer", "name", "cable"],
    ["nsenter", "--version"],
  ] as const;
  const failing = tools.find(([tool, ...args]) => spawnSync(tool, args).status !== 0);
  return failing && `${failing.join(" ")} does not work (it takes root, iproute2 and nftables)`;
}

/** Listens on some ports, and tries the connections of each line that it is sent. Runs in a process of its own. */
function agent(net: typeof import("node:net"), lines: typeof import("node:readline"), ports: number[]): void {
  for (const port of ports)
    net.createServer((socket) => socket.on("error", () => {})).listen(port, "0.0.0.0");
  const attempt = ([host, port, localPort, patience]: [string, number, number, number]): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = net.connect({ host, port, localPort });
      const end = (open: boolean) => {
        socket.resetAndDestroy();
        resolve(open);
      };
      socket.setTimeout(patience, () => end(false));
      socket.on("connect", () => end(true)).on("error", () => end(false));
    });
  lines.createInterface({ input: process.stdin }).on("line", async (line) => {
    console.log(JSON.stringify(await Promise.all(JSON.parse(line).map(attempt))));
  });
  process.stdin.on("end", () => process.exit());
  console.log("ready");
}

/** A process with a network of its own, which is gone when the process is: nothing can be left behind. */
class Namespace {
  private readonly process: ChildProcess;
  private readonly answers: AsyncIterator<string>;

  constructor(ports: readonly number[]) {
    const code = `(${agent})(require("node:net"), require("node:readline"), ${JSON.stringify(ports)})`;
    this.process = spawn("unshare", ["--net", process.execPath, "-e", code], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.answers = createInterface({ input: this.process.stdout as NodeJS.ReadableStream })[
      Symbol.asyncIterator
    ]();
  }

  get pid(): string {
    return String(this.process.pid);
  }

  async line(): Promise<string> {
    return (await this.answers.next()).value;
  }

  async ask(question: unknown): Promise<boolean[]> {
    this.process.stdin?.write(`${JSON.stringify(question)}\n`);
    return JSON.parse(await this.line());
  }

  run(input: string, ...command: string[]): void {
    execFileSync("nsenter", ["-t", this.pid, "-n", ...command], { input });
  }

  end(): void {
    this.process.stdin?.end();
  }
}

/** Hosts in three subnets of two VPCs, joined by a router for each VPC and a link between the routers. */
export class Lab {
  private readonly routers = new Map(["a", "b"].map((vpc) => [vpc, new Namespace([])]));
  private readonly machines = new Map(Object.keys(hosts).map((name) => [name, new Namespace(listening)]));

  async build(): Promise<void> {
    const all = [...this.routers.values(), ...this.machines.values()];
    await Promise.all(all.map((one) => one.line()));
    for (const [vpc, router] of this.routers) router.run(this.wiring(vpc), "ip", "-batch", "-");
    for (const [vpc, router] of this.routers) {
      router.run("", "sysctl", "-qew", ...settings);
      router.run(this.routing(vpc), "ip", "-batch", "-");
    }
    for (const [name, machine] of this.machines) machine.run(addressing(name), "ip", "-batch", "-");
  }

  /** Puts rules and routes into place. */
  apply({ routers, machines, routes }: Rulesets): void {
    for (const [vpc, router] of this.routers) {
      router.run(routers[vpc] as string, "nft", "-f", "-");
      router.run(routes[vpc] as string, "ip", "-batch", "-");
    }
    for (const [name, machine] of this.machines) machine.run(machines[name] as string, "nft", "-f", "-");
  }

  /** Which connections open, each given some milliseconds. */
  async probe(probes: readonly Probe[], patience: number): Promise<boolean[]> {
    const results = new Map<Probe, boolean>();
    await Promise.all(
      [...this.machines].map(async ([name, machine]) => {
        const own = probes.filter(({ from }) => from === name);
        const answers = await machine.ask(
          own.map(({ to, port, clientPort }) => [hosts[to]?.address, port, clientPort, patience]),
        );
        for (const [index, probe] of own.entries()) results.set(probe, answers[index] as boolean);
      }),
    );
    return probes.map((probe) => results.get(probe) as boolean);
  }

  end(): void {
    for (const one of [...this.routers.values(), ...this.machines.values()]) one.end();
  }

  /** Bridges for subnets, a cable to each host, and the link between the routers. */
  private wiring(vpc: string): string {
    const own = Object.entries(subnets).filter(([, subnet]) => subnet.vpc === vpc);
    return [
      ...(vpc === "a"
        ? [`link add peering type veth peer name peering netns ${this.routers.get("b")?.pid}`]
        : []),
      ...own.flatMap(([subnet]) => [`link add ${subnet} type bridge`, `link set ${subnet} up`]),
      ...Object.entries(hosts)
        .filter(([, host]) => subnets[host.subnet]?.vpc === vpc)
        .flatMap(([name, { subnet }]) => [
          `link add ${name} type veth peer name eth0 netns ${this.machines.get(name)?.pid}`,
          `link set ${name} master ${subnet} up`,
        ]),
      ...own.map(([subnet, { gateway }]) => `addr add ${gateway}/24 dev ${subnet}`),
    ].join("\n");
  }

  /** Each subnet's packets are routed by a table of their own; what comes through the link, by the VPC's local routes. */
  private routing(vpc: string): string {
    return [
      `addr add 169.254.0.${vpc === "a" ? 1 : 2}/30 dev peering`,
      "link set peering up",
      ...Object.entries(subnets)
        .filter(([, subnet]) => subnet.vpc === vpc)
        .map(([subnet, { table }]) => `rule add iif ${subnet} lookup ${table}`),
    ].join("\n");
  }
}

/** Routers route, whichever way answers take; inside a subnet, frames meet no ACL. */
const settings = [
  "net.ipv4.ip_forward=1",
  "net.ipv4.conf.all.rp_filter=0",
  "net.bridge.bridge-nf-call-iptables=0",
];

const addressing = (name: string): string => {
  const { address, subnet } = hosts[name] as (typeof hosts)[string];
  return [
    "link set lo up",
    `addr add ${address}/24 dev eth0`,
    "link set eth0 up",
    `route add default via ${subnets[subnet]?.gateway}`,
  ].join("\n");
};
