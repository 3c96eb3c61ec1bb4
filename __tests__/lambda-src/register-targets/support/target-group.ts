import type { RegisteredTarget, Target } from "../../../../lambda-src/register-targets/decide";

interface Entry {
  /** When it was deregistered. */
  drainingSince?: number;
}

/**
 * A target group as the API behaves: registering twice changes nothing, a deregistered target drains for a while and
 * can be registered again meanwhile, and deregistering what is not there is a success.
 */
export class FakeTargetGroup {
  readonly defaultPort = 5432;
  readonly deregistrationDelay = 15_000;
  /** Called after every change. */
  onChange: () => void = () => undefined;
  /** Health by address. */
  health: (address: string) => string = () => "healthy";
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly now: () => number,
    targets: readonly Target[] = [],
  ) {
    for (const { address, port } of targets) this.entries.set(`${address}:${port}`, {});
  }

  read(): RegisteredTarget[] {
    this.forgetDrained();
    return [...this.entries].map(([id, { drainingSince }]) => {
      const [address = "", port] = id.split(":");
      const state = drainingSince === undefined ? this.health(address) : "draining";
      return { address, port: Number(port), state };
    });
  }

  register(targets: readonly { address: string; port?: number }[]): void {
    for (const { address, port = this.defaultPort } of targets) this.entries.set(`${address}:${port}`, {});
    this.onChange();
  }

  deregister(targets: readonly { address: string; port?: number }[]): void {
    for (const { address, port = this.defaultPort } of targets) {
      const entry = this.entries.get(`${address}:${port}`);
      if (entry) entry.drainingSince ??= this.now();
    }
    this.onChange();
  }

  /** Addresses that get new connections. */
  addresses(): string[] {
    return this.read()
      .filter(({ state }) => state !== "draining")
      .map(({ address }) => address)
      .sort();
  }

  private forgetDrained(): void {
    for (const [id, { drainingSince }] of this.entries) {
      const isDrained = drainingSince !== undefined && this.now() - drainingSince >= this.deregistrationDelay;
      if (isDrained) this.entries.delete(id);
    }
  }
}
