import type { Clock } from "../../../../lambda-src/register-targets/clock";

/** Time that passes only when every task waits: an hour of polling takes a moment, and the order is always the same. */
export class VirtualClock implements Clock {
  private time = Date.UTC(2030, 0, 1);
  private readonly timers: { at: number; wake: () => void }[] = [];

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => this.timers.push({ at: this.time + Math.max(0, milliseconds), wake }));
  }

  /** Calls `action` after a while. */
  after(milliseconds: number, action: () => void): void {
    this.timers.push({ at: this.time + milliseconds, wake: action });
  }

  /** Lets time pass until `work` is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const end = () => {
      done = true;
    };
    work.then(end, end);
    await settleMicrotasks();
    while (!done) {
      if (!this.timers.length) throw new Error("No task waits for time, and the work does not end");
      this.advanceToNext();
      await settleMicrotasks();
    }
    return work;
  }

  private advanceToNext(): void {
    const next = this.timers.reduce((earliest, timer) => (timer.at < earliest.at ? timer : earliest));
    this.timers.splice(this.timers.indexOf(next), 1);
    this.time = Math.max(this.time, next.at);
    next.wake();
  }
}

const settleMicrotasks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
