import { setTimeout } from "node:timers/promises";
import type { Clock } from "../../../../lambda-src/register-targets/clock";

/**
 * Time that passes in pauses alone, each a two-hundredth as long as it says, while sockets stay real: however slowly the
 * machine answers, no deadline comes nearer meanwhile.
 */
export class ShortPauses implements Clock {
  private time = Date.UTC(2030, 0, 1);

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await setTimeout(milliseconds / 200);
    this.time = Math.max(this.time, end);
  }
}
