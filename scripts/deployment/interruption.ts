const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * The first Ctrl-C, and the first request of a CI server or a closing terminal to end. Later ones change nothing: a
 * terminal and npm both deliver the same Ctrl-C, and Terraform takes a second one for "at once", which loses what it made.
 */
export class Interruption {
  private isAsked = false;

  constructor(private readonly pass: () => void) {
    for (const signal of signals) process.on(signal, this.ask);
  }

  get isRequested(): boolean {
    return this.isAsked;
  }

  ignore(): void {
    for (const signal of signals) process.off(signal, this.ask);
  }

  private readonly ask = (): void => {
    if (this.isAsked) return;
    this.isAsked = true;
    this.pass();
  };
}
