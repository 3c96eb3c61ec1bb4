import type net from "node:net";
import tls from "node:tls";
import { type Check, Problem } from "./check";
import { open, type Reached } from "./connection";
import { codeOf, isInterruption, lastOf, type RetryLimits, within, withRetries } from "./retries";

/** PostgreSQL's SSLRequest message. https://www.postgresql.org/docs/17/protocol-message-formats.html */
const request = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Checks, like `verify-full`, that the server offers TLS and presents a certificate for the instance's name, issued by
 * a CA of RDS.
 */
export const encryptionCheck = (limits: RetryLimits): Check<Reached, Reached> => ({
  name: "encryption",
  run: async (reached) => {
    const { value, remark } = await withRetries(limits, isInterruption, () =>
      handshake(reached, limits.answer),
    ).catch((failure) => {
      const { error, remark } = lastOf(failure);
      if (error instanceof Problem) throw error;
      throw problemOf(error, `${reached.host} at ${reached.address}`, remark);
    });
    return { text: `${value}${remark}`, value: reached };
  },
});

async function handshake({ host, authorities, ...place }: Reached, timeout: number): Promise<string> {
  const socket = await open(place, timeout);
  try {
    if ((await answer(socket, timeout)) !== "S")
      throw new Problem("tls-missing", `${place.address}:${place.port} does not speak PostgreSQL's TLS`);
    const secured = await secure(socket, host, authorities, timeout);
    const { valid_to, issuer } = secured.getPeerCertificate();
    return `${secured.getProtocol()}, a certificate for ${host} by ${issuer.CN}, until ${valid_to}`;
  } finally {
    socket.destroy();
  }
}

/** The server's one-letter response: S for TLS, N for none. */
function answer(socket: net.Socket, timeout: number): Promise<string> {
  return within(timeout, (resolve, reject) => {
    socket.once("error", reject);
    socket.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
    socket.once("data", (data) => resolve(data.subarray(0, 1).toString("latin1")));
    socket.write(request);
  });
}

function secure(
  socket: net.Socket,
  servername: string,
  ca: readonly string[],
  timeout: number,
): Promise<tls.TLSSocket> {
  return within(timeout, (resolve, reject) => {
    const secured = tls.connect({ socket, servername, ca: [...ca], minVersion: "TLSv1.2" });
    secured.on("error", reject);
    secured.once("secureConnect", () => resolve(secured));
  });
}

function problemOf(error: unknown, server: string, remark: string): Problem {
  const code = codeOf(error);
  switch (code) {
    case "ECONNREFUSED":
    case "ECONNRESET":
      return new Problem("connection-refused", `${server} ended the connection${remark}`);
    case "ETIMEDOUT":
      return new Problem(
        "connection-timeout",
        `${server} accepted the connection and then did not answer${remark}`,
      );
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
      return new Problem("tls-expired", `the certificate of ${server} is not valid today (${code})`);
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return new Problem("tls-name", `the certificate of ${server} is for another name`);
    default:
      if (/^(EPROTO|ERR_SSL)/.test(code))
        return new Problem(
          "tls-missing",
          `${server} and this pod have no TLS version or cipher in common (${code})`,
        );
      return new Problem("tls-authority", `the certificate of ${server} is not accepted (${code})`);
  }
}
