/** Seconds since the start of a model. */
export type Moment = number;

/** Runs what is planned in the order of its moments, with no wait between them. */
export class Timeline {
  now: Moment = 0;
  private readonly events: { readonly at: Moment; readonly run: () => void }[] = [];

  /** Plans something, and tells its moment. */
  readonly later = (delay: number, run: () => void): Moment => {
    const at = this.now + delay;
    this.events.push({ at, run });
    return at;
  };

  runUntil(end: Moment): void {
    while (this.events.length > 0) {
      const first = this.events.reduce((earliest, event) => (event.at < earliest.at ? event : earliest));
      if (first.at > end) return;
      this.events.splice(this.events.indexOf(first), 1);
      this.now = first.at;
      first.run();
    }
  }
}
