import net from "node:net";
import { type Check, Problem } from "./check";
import type { Named } from "./name";
import { codeOf, isInterruption, lastOf, type RetryLimits, within, withRetries } from "./retries";

/** An address and a port. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/** Settings, with the address at which the database accepted a connection. */
export interface Reached extends Named, Place {}

/** Checks that every address of the name accepts a TCP connection, since clients may use any of them. */
export const connectionCheck = (limits: RetryLimits): Check<Named, Reached> => ({
  name: "connection",
  run: async (named) => {
    const { addresses, port } = named;
    const found: string[] = [];
    for (const address of addresses) found.push(await knock({ address, port }, limits));
    return { text: found.join("; "), value: { ...named, address: addresses[0] as string } };
  },
});

async function knock(place: Place, limits: RetryLimits): Promise<string> {
  const to = `${place.address}:${place.port}`;
  try {
    const { value, remark } = await withRetries(limits, isInterruption, () =>
      timed(() => open(place, limits.answer)),
    );
    return `${to} answers in ${value} ms${remark}`;
  } catch (failure) {
    const { error, remark } = lastOf(failure);
    throw problemOf(to, codeOf(error), limits, remark);
  }
}

function problemOf(to: string, code: string, { answer }: RetryLimits, remark: string): Problem {
  switch (code) {
    case "ECONNREFUSED":
      return new Problem("connection-refused", `${to} refuses connections${remark}`);
    case "ECONNRESET":
      return new Problem("connection-refused", `${to} resets connections${remark}`);
    case "ETIMEDOUT":
      return new Problem("connection-timeout", `${to} does not answer in ${answer} ms${remark}`);
    default:
      return new Problem("connection-unreachable", `${to} cannot be reached (${code})${remark}`);
  }
}

async function timed(work: () => Promise<net.Socket>): Promise<number> {
  const start = performance.now();
  (await work()).destroy();
  return Math.round(performance.now() - start);
}

/** Opens a connection, or fails with an error code within `timeout` milliseconds. */
export function open({ address, port }: Place, timeout: number): Promise<net.Socket> {
  const socket = net.connect({ host: address, port });
  return within<net.Socket>(timeout, (resolve, reject) => {
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  }).catch((error) => {
    socket.destroy();
    throw error;
  });
}
