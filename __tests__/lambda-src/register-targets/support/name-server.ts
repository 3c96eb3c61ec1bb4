import type { AddressInfo } from "node:net";
import { createServer, type DnsServer, Packet } from "dns2";

/** What the name server says to one question. `silence` never answers. */
export type Reply = readonly string[] | "NXDOMAIN" | "SERVFAIL" | "REFUSED" | "silence";

const codes = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5 } as const;

/** A DNS server on loopback. Its records live for five minutes, so that a cache anywhere shows. */
export class NameServer {
  /** Names that were asked for, in order. */
  readonly questions: string[] = [];
  /** What is answered, by name and by how often it has been asked for (from 1). */
  reply: (hostname: string, time: number) => Reply = () => "NXDOMAIN";
  private readonly server: DnsServer = createServer({
    udp: true,
    handle: (request, send) => {
      const hostname = request.questions[0]?.name ?? "";
      this.questions.push(hostname);
      const reply = this.reply(hostname, this.questions.filter((name) => name === hostname).length);
      if (reply !== "silence") send(packet(request, hostname, reply));
    },
  });

  /** Starts it and returns its address and port. */
  async start(): Promise<string> {
    const { udp } = await this.server.listen({ udp: { port: 0, address: "127.0.0.1" } });
    return `127.0.0.1:${(udp as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await this.server.close();
  }
}

function packet(request: Packet, name: string, reply: Exclude<Reply, "silence">): Packet {
  const response = Packet.createResponseFromRequest(request);
  if (typeof reply === "string") response.header.rcode = codes[reply];
  else
    for (const address of reply)
      response.answers.push(
        new Packet.Resource({ name, type: Packet.TYPE.A, class: Packet.CLASS.IN, ttl: 300, address }),
      );
  return response;
}
