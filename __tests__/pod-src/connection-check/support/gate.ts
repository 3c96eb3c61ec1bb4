import net from "node:net";
import tls from "node:tls";
import { listening, portOf } from "../../../support/listening";

/** What stands where the database should be, for one connection. */
export type Behaviour = (socket: net.Socket) => void;

/** Takes the connection and never says a word. */
export const silence: Behaviour = (socket) => void socket.resume();

/** A server that does not do TLS. */
export const plain: Behaviour = (socket) => void socket.once("data", () => socket.end("N"));

/** Ends every connection with a reset, as a load balancer without a target does. */
export const reset: Behaviour = (socket) => void socket.resetAndDestroy();

/** Speaks TLS with this certificate, and answers a login with an error. */
export const refusing =
  (identity: { key: string; cert: string }, code: string, message: string): Behaviour =>
  (socket) =>
    void socket.once("data", () => {
      socket.write("S");
      const secured = new tls.TLSSocket(socket, { isServer: true, ...identity });
      secured.on("error", () => {});
      secured.once("data", () => secured.end(errorResponse(code, message)));
    });

/** Hands the connection on to a real server, which sees it come from an address of its own machine. */
export const passOn =
  (port: number, from = "127.0.0.1"): Behaviour =>
  (socket) => {
    const onward = net.connect({ port, host: "127.0.0.1", localAddress: from });
    for (const end of [socket, onward]) end.on("error", () => {});
    socket.pipe(onward).pipe(socket);
  };

/** https://www.postgresql.org/docs/17/protocol-error-fields.html */
function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  return Buffer.concat([Buffer.from("E"), length, fields]);
}

/** A server whose behaviour depends on how many connections came before. */
export class Gate {
  static async open(behaviour: (connection: number) => Behaviour): Promise<Gate> {
    const gate = new Gate(behaviour);
    await listening(gate.server);
    return gate;
  }

  private connections = 0;
  private readonly sockets = new Set<net.Socket>();
  private readonly server = net.createServer((socket) => {
    this.sockets.add(socket);
    socket.on("error", () => {});
    this.behaviour(++this.connections)(socket);
  });

  private constructor(private readonly behaviour: (connection: number) => Behaviour) {}

  get port(): number {
    return portOf(this.server);
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

/** Stands a server between a pod and its database, for as long as `work` takes. */
export async function behind<T>(
  behaviour: (connection: number) => Behaviour,
  work: (port: string) => Promise<T>,
): Promise<T> {
  const gate = await Gate.open(behaviour);
  try {
    return await work(String(gate.port));
  } finally {
    gate.close();
  }
}
