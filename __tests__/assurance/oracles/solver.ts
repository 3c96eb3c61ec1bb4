import { type BitVec, type Bool, type Context, init } from "z3-solver";
import type { Region } from "../../../src/assurance/sets";
import { hosts, subnets } from "./layout";
import type { Rule, World } from "./worlds";

type Bits = BitVec<number, "solver">;
type Formula = Bool<"solver">;

/** A packet of which nothing is known: bits to be found. */
interface AnyPacket {
  readonly source: Bits;
  readonly destination: Bits;
  readonly protocol: Bits;
  readonly sourcePort: Bits;
  readonly destinationPort: Bits;
}

/** One operation of sets of addresses. */
export interface Step {
  readonly kind: "union" | "intersect" | "subtract";
  readonly cidr: string;
}

/**
 * The same questions for a solver: rules as formulas over the bits of a packet, prefixes as masks. It knows nothing of
 * intervals and boxes, and speaks about all packets at once.
 */
export class Solver {
  private constructor(
    private readonly z3: Context<"solver">,
    private readonly threads: { terminateAllThreads(): void },
  ) {}

  static async start(): Promise<Solver> {
    const { Context, em } = await init();
    return new Solver(Context("solver"), em.PThread);
  }

  /** Its threads would keep the process. */
  end(): void {
    this.threads.terminateAllThreads();
  }

  /** A packet about which a formula and the model's answer differ, if there is one among all packets. */
  async difference(formula: (packet: AnyPacket) => Formula, region: Region): Promise<string | undefined> {
    const packet = this.packet();
    const solver = new this.z3.Solver();
    solver.add(this.z3.Xor(formula(packet), this.inside(packet, region)));
    if ((await solver.check()) === "unsat") return undefined;
    const model = solver.model();
    return Object.entries(packet)
      .map(([name, bits]) => `${name} ${model.eval(bits as Bits, true)}`)
      .join(", ");
  }

  /** Whether a connection from one host's subnet to another's opens, as AWS documents it. */
  connection(
    { acls, groups, held, routes }: World,
    from: string,
    to: string,
  ): (packet: AnyPacket) => Formula {
    const [a, b] = [hosts[from]?.subnet as string, hosts[to]?.subnet as string];
    return (packet) => {
      const back = answer(packet);
      const across =
        a === b
          ? []
          : [
              this.acl(acls[a] ?? [], "to", packet),
              this.acl(acls[b] ?? [], "from", packet),
              this.acl(acls[b] ?? [], "to", back),
              this.acl(acls[a] ?? [], "from", back),
              this.routed(routes, a, b, packet.destination),
              this.routed(routes, b, a, back.destination),
            ];
      return this.z3.And(
        this.usable(packet.source, a),
        this.usable(packet.destination, b),
        this.group({ groups, held }, from, "to", to, packet),
        this.group({ groups, held }, to, "from", from, packet),
        ...across,
      );
    };
  }

  /** Whether an address is in what is left after ranges are added, kept or taken away one by one. */
  sums(steps: readonly Step[]): (packet: AnyPacket) => Formula {
    return ({ source }) =>
      steps.reduce<Formula>((sum, { kind, cidr }) => {
        const range = this.within(source, cidr);
        if (kind === "union") return this.z3.Or(sum, range);
        return this.z3.And(sum, kind === "intersect" ? range : this.z3.Not(range));
      }, this.z3.Bool.val(false));
  }

  /** Rules in order, from the last one back: each decides, or leaves it to those after it. */
  private acl(rules: readonly Rule[], side: Rule["side"], packet: AnyPacket): Formula {
    return rules
      .filter((rule) => rule.side === side)
      .reduceRight<Formula>(
        (rest, rule) => this.z3.If(this.matches(rule, packet), this.z3.Bool.val(!rule.deny), rest),
        this.z3.Bool.val(false),
      );
  }

  private group(
    { groups, held }: Pick<World, "groups" | "held">,
    own: string,
    side: Rule["side"],
    peer: string,
    packet: AnyPacket,
  ): Formula {
    const rules = (held[own] ?? [])
      .flatMap((name) => groups[name] ?? [])
      .filter((rule) => rule.side === side);
    return this.z3.Or(
      this.z3.Bool.val(false),
      ...rules.map((rule) =>
        groups[rule.peer]
          ? this.z3.And(
              this.z3.Bool.val(held[peer]?.includes(rule.peer) ?? false),
              this.service(rule, packet),
            )
          : this.matches(rule, packet),
      ),
    );
  }

  /** Inside of a VPC always; between them where the longest prefix that matches leads through the peering. */
  private routed(routes: World["routes"], from: string, to: string, destination: Bits): Formula {
    if (subnets[from]?.vpc === subnets[to]?.vpc) return this.z3.Bool.val(true);
    const byLength = [...(routes[from] ?? [])].sort(
      (x, y) => lengthOf(y.destination) - lengthOf(x.destination),
    );
    return byLength.reduceRight<Formula>(
      (rest, route) =>
        this.z3.If(
          this.within(destination, route.destination),
          this.z3.Bool.val(route.target === "peering"),
          rest,
        ),
      this.z3.Bool.val(false),
    );
  }

  private matches(rule: Rule, packet: AnyPacket): Formula {
    const peer = rule.side === "from" ? packet.source : packet.destination;
    return this.z3.And(this.service(rule, packet), this.within(peer, rule.peer));
  }

  private service({ protocol, ports: [first, last] }: Rule, packet: AnyPacket): Formula {
    if (protocol === "all") return this.z3.Bool.val(true);
    return this.z3.And(
      packet.protocol.eq(this.z3.BitVec.val(protocol === "tcp" ? 6 : 17, 8)),
      packet.destinationPort.uge(first),
      packet.destinationPort.ule(last),
    );
  }

  /** The bits of the prefix, and no others. */
  private within(address: Bits, cidr: string): Formula {
    const length = lengthOf(cidr);
    if (length === 0) return this.z3.Bool.val(true);
    const prefix = bytesOf(cidr).reduce((sum, byte) => sum * 256 + byte, 0);
    const fixed = this.z3.BitVec.val(prefix, 32);
    return this.z3.Extract(31, 32 - length, address).eq(this.z3.Extract(31, 32 - length, fixed));
  }

  /** AWS keeps the first four addresses of a subnet and the last one. */
  private usable(address: Bits, subnet: string): Formula {
    const host = this.z3.Extract(7, 0, address);
    return this.z3.And(this.within(address, subnets[subnet]?.range as string), host.uge(4), host.ult(255));
  }

  private inside(packet: AnyPacket, { boxes }: Region): Formula {
    const axes = [
      packet.source,
      packet.destination,
      packet.protocol,
      packet.sourcePort,
      packet.destinationPort,
    ];
    return this.z3.Or(
      this.z3.Bool.val(false),
      ...boxes.map((box) =>
        this.z3.And(
          ...box.map(({ intervals }, index) =>
            this.z3.Or(
              ...intervals.map(([first, last]) => {
                const bits = axes[index] as Bits;
                return this.z3.And(bits.uge(first), bits.ule(last));
              }),
            ),
          ),
        ),
      ),
    );
  }

  private packet(): AnyPacket {
    const bits = (name: string, size: number): Bits => this.z3.BitVec.const(name, size) as Bits;
    return {
      source: bits("source", 32),
      destination: bits("destination", 32),
      protocol: bits("protocol", 8),
      sourcePort: bits("sourcePort", 16),
      destinationPort: bits("destinationPort", 16),
    };
  }
}

const lengthOf = (cidr: string): number => Number(cidr.split("/")[1]);
const bytesOf = (cidr: string): number[] => (cidr.split("/")[0] ?? "").split(".").map(Number);

const answer = (packet: AnyPacket): AnyPacket => ({
  source: packet.destination,
  destination: packet.source,
  protocol: packet.protocol,
  sourcePort: packet.destinationPort,
  destinationPort: packet.sourcePort,
});
