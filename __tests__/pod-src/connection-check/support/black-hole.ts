import { type ChildProcess, spawn } from "node:child_process";
import net from "node:net";

/** A port on loopback where packets are lost: a stopped process with a full queue answers no further connection. */
export class BlackHole {
  static async open(): Promise<BlackHole> {
    const script = `require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 },
      function () { console.log(this.address().port); })`;
    const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const port = await new Promise<number>((resolve) => {
      child.stdout.once("data", (text) => resolve(Number(text)));
    });
    child.kill("SIGSTOP");
    const hole = new BlackHole(child, port);
    await hole.fill();
    return hole;
  }

  private readonly fillers: net.Socket[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  close(): void {
    for (const socket of this.fillers) socket.destroy();
    this.child.kill("SIGKILL");
  }

  /** The kernel accepts on behalf of the process until the queue is full. */
  private async fill(): Promise<void> {
    for (let taken = true; taken; ) {
      const socket = net.connect(this.port, "127.0.0.1").on("error", () => {});
      this.fillers.push(socket);
      taken = await new Promise((resolve) => {
        socket.once("connect", () => resolve(true));
        setTimeout(() => resolve(false), 200);
      });
    }
  }
}
