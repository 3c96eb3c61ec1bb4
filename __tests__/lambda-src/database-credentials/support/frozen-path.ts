import net from "node:net";
import { listening, portOf } from "../../../support/listening";

/** A way to a server that can fall silent: connections stay open, and nothing comes through any more. */
export class FrozenPath {
  static async to(port: number): Promise<FrozenPath> {
    const path = new FrozenPath(port);
    await listening(path.server);
    return path;
  }

  private readonly ends: net.Socket[] = [];
  private readonly server = net.createServer((socket) => {
    const onward = net.connect({ port: this.target, host: "127.0.0.1" });
    for (const end of [socket, onward]) end.on("error", () => {});
    socket.pipe(onward).pipe(socket);
    this.ends.push(socket, onward);
  });

  private constructor(private readonly target: number) {}

  get port(): number {
    return portOf(this.server);
  }

  /** Connections that are made later work. */
  freeze(): void {
    for (const end of this.ends) end.unpipe().pause();
  }

  /** The server notices now. */
  close(): void {
    for (const end of this.ends) end.destroy();
    this.server.close();
  }
}
