import net, { type AddressInfo } from "node:net";

/** Has a server listen on a free port of the loopback interface, and returns the port. */
export async function listening(server: net.Server, host = "127.0.0.1"): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return portOf(server);
}

/** Port of a server that listens. */
export const portOf = (server: net.Server): number => (server.address() as AddressInfo).port;

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
