const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * The first Ctrl-C, or the first SIGTERM or SIGHUP of a CI server or a closed terminal. Later ones are ignored: a
 * terminal and npm both deliver the same Ctrl-C, and Terraform exits immediately at a second one, and loses the state
 * of new resources.
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
