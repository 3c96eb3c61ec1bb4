import { IntervalSet } from "../sets";
import type { Database } from "./databases";
import type { Leg } from "./legs";
import type { Party } from "./parties";
import type { Opening, Relay } from "./relays";
import type { RoutedNetwork } from "./routed-network";

/** The legs that must be open behind the entrance of a relay, up to a database. */
export interface Chain {
  /** Names of the components behind the entrance. */
  readonly through: readonly string[];
  readonly legs: readonly Leg[];
}

/**
 * Relays in front of a database, and relays in front of those. Found backwards from the database, rank by rank, until
 * no relay is added: so chains are as short as possible and contain no cycle.
 */
export class Chains {
  /** Openings that lead to the database through others, with the next openings. */
  private readonly next = new Map<Opening, readonly Step[]>();
  private readonly onwards = new Map<Opening, readonly Leg[] | undefined>();

  constructor(
    private readonly routed: RoutedNetwork,
    private readonly database: Database,
    readonly relays: readonly Relay[],
  ) {
    const all = relays.flatMap((relay) => relay.openings.map((opening) => ({ relay, opening })));
    let rank = all.filter(({ opening }) => this.direct(opening)?.every(isPossible));
    let rest = all.filter((one) => !rank.includes(one));
    while (rank.length > 0 && rest.length > 0) {
      const below = rank;
      rank = rest.filter(({ opening }) => {
        const steps = below.flatMap((one) => this.step(opening, one) ?? []);
        if (steps.length > 0) this.next.set(opening, steps);
        return steps.length > 0;
      });
      rest = rest.filter((one) => !rank.includes(one));
    }
  }

  /** All chains from an opening to the database for a client; empty if there is none. */
  from(opening: Opening, client: Party): readonly Chain[] {
    const conditions = opening.conditions(this.routed, client);
    const direct = this.direct(opening);
    return [
      ...(direct ? [{ through: opening.through, legs: [...conditions, ...direct] }] : []),
      ...(this.next.get(opening) ?? []).flatMap(({ name, opening: following, legs }) =>
        this.from(following, opening.exit).map((rest) => ({
          through: [...opening.through, name, ...rest.through],
          legs: [...conditions, ...legs, ...rest.legs],
        })),
      ),
    ];
  }

  private direct(opening: Opening): readonly Leg[] | undefined {
    if (!this.onwards.has(opening)) {
      const port = IntervalSet.single(this.database.port);
      this.onwards.set(opening, opening.onwards(this.routed, this.database, port));
    }
    return this.onwards.get(opening);
  }

  private step(opening: Opening, { relay, opening: following }: Ranked): Step | undefined {
    const legs = opening.onwards(this.routed, following.entrance, following.listeners);
    if (!legs?.every(isPossible)) return undefined;
    if (!following.conditions(this.routed, opening.exit).every(isPossible)) return undefined;
    return { name: relay.name, opening: following, legs };
  }
}

interface Ranked {
  readonly relay: Relay;
  readonly opening: Opening;
}

/** A further relay on a chain, with the legs from the previous one. */
interface Step {
  readonly name: string;
  readonly opening: Opening;
  readonly legs: readonly Leg[];
}

const isPossible = ({ passes }: Leg): boolean => !passes.possible.isEmpty;
