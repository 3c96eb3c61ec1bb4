import type { Database } from "../../../../lambda-src/register-targets/configuration";
import { Log } from "../../../../lambda-src/register-targets/log";
import { type Outcome, reconcile } from "../../../../lambda-src/register-targets/reconcile";
import { resolve } from "../../../../lambda-src/register-targets/resolve";
import { type Trigger, timesOf } from "../../../../lambda-src/register-targets/times";
import { database } from "./databases";
import { FakeTargetGroup } from "./target-group";
import { VirtualClock } from "./virtual-clock";

/** Where the name leads from a time on, in milliseconds from the start. */
export interface Move {
  readonly at: number;
  readonly address: string;
}

/** Chance, as a list that is used over and over: what a test library can generate and shrink. */
class Cycle<T> {
  private next = 0;

  constructor(private readonly values: readonly T[]) {}

  take(): T {
    return this.values[this.next++ % this.values.length] as T;
  }
}

export interface WorldProps {
  /** Where the name leads; the first move is the start. */
  readonly moves: readonly Move[];
  /** How long each query and each call takes, in milliseconds. */
  readonly latencies: readonly number[];
  /** How old an answer of the name servers is, in milliseconds. @default - not at all */
  readonly lags?: readonly number[];
  /** What goes wrong with a call: it is lost, or its answer is. @default - nothing */
  readonly faults?: readonly ("none" | "lost" | "answer-lost")[];
  /** Queries that fail. @default - none */
  readonly failedQueries?: readonly boolean[];
}

/** A database whose name moves, its target group, and the function's runs, in virtual time and without a network. */
export class World {
  readonly clock = new VirtualClock();
  readonly group: FakeTargetGroup;
  private troubled = true;
  private readonly start = this.clock.now();
  private readonly database: Database = database();
  private readonly latencies: Cycle<number>;
  private readonly lags: Cycle<number>;
  private readonly faults: Cycle<string>;
  private readonly failedQueries: Cycle<boolean>;

  constructor(private readonly props: WorldProps) {
    this.latencies = new Cycle(props.latencies);
    this.lags = new Cycle(props.lags ?? [0]);
    this.faults = new Cycle(props.faults ?? ["none"]);
    this.failedQueries = new Cycle(props.failedQueries ?? [false]);
    this.group = new FakeTargetGroup(() => this.clock.now(), [{ address: this.current(), port: 5432 }]);
  }

  /** Milliseconds since the start. */
  time(): number {
    return this.clock.now() - this.start;
  }

  /** Where the name leads, or led some time ago. */
  current(ago = 0): string {
    const moves = this.props.moves.filter(({ at }) => at <= Math.max(0, this.time() - ago));
    return moves.at(-1)?.address as string;
  }

  /** Lets the name come to rest; from then on calls and queries are quick, succeed, and are up to date. */
  async calmDown(): Promise<void> {
    await this.clock.sleep((this.props.moves.at(-1)?.at ?? 0) - this.time());
    this.troubled = false;
  }

  /** One invocation of the function, as its handler runs it. */
  run(trigger: Trigger): Promise<Outcome> {
    const now = this.clock.now();
    return reconcile(this.database, {
      group: {
        read: () => this.call(() => this.group.read()),
        register: (targets) => this.call(() => this.group.register(targets)),
        deregister: (targets) => this.call(() => this.group.deregister(targets)),
      },
      ask: () => resolve(this.database, () => this.query(), this.clock),
      clock: this.clock,
      log: new Log(() => undefined, this.clock),
      ...timesOf(trigger, now, 300_000),
    });
  }

  private takeTime(): Promise<void> {
    return this.clock.sleep(this.troubled ? this.latencies.take() : 100);
  }

  private async query(): Promise<string[]> {
    await this.takeTime();
    if (this.troubled && this.failedQueries.take()) throw Object.assign(new Error(), { code: "ESERVFAIL" });
    const lag = this.lags.take();
    return [this.current(this.troubled ? lag : 0)];
  }

  private async call<T>(action: () => T): Promise<T> {
    const fault = this.troubled ? this.faults.take() : "none";
    await this.takeTime();
    if (fault === "lost") throw new Error("lost on the way");
    const result = action();
    await this.takeTime();
    if (fault === "answer-lost") throw new Error("answer lost");
    return result;
  }
}
