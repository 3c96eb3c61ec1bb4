import net from "node:net";
import tls from "node:tls";
import { listening, portOf } from "./listening";

/** What stands in the database's place, and whether a client went on talking to it. */
export class Impostor {
  /** @param identity its certificate @default - it speaks no TLS */
  static async open(identity?: { readonly key: string; readonly cert: string }): Promise<Impostor> {
    const impostor = new Impostor(identity);
    await listening(impostor.server, "localhost");
    return impostor;
  }

  /** Whether a client sent what is for the database alone: its login, to begin with. */
  isTrusted = false;

  private readonly sockets = new Set<net.Socket>();
  private readonly server = net.createServer((socket) => {
    this.sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", (first) => this.answer(socket, first));
  });

  private constructor(
    private readonly identity: { readonly key: string; readonly cert: string } | undefined,
  ) {}

  get port(): number {
    return portOf(this.server);
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  /** A client that does not ask for TLS first begins with its login. */
  private answer(socket: net.Socket, first: Buffer): void {
    if (first.readInt32BE(4) !== sslRequest) {
      this.hear(socket);
      return;
    }
    socket.write(this.identity ? "S" : "N");
    const secured = this.identity ? new tls.TLSSocket(socket, { isServer: true, ...this.identity }) : socket;
    secured.on("error", () => {});
    secured.once("data", () => this.hear(secured));
  }

  private hear(socket: net.Socket): void {
    this.isTrusted = true;
    socket.destroy();
  }
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
const sslRequest = 80877103;
