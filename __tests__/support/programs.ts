import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";

/** What a program says. */
export interface Said {
  /** @default 0 */
  readonly status?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** Answers a call of a program, whose name is the first word. */
export type Answering = (words: readonly string[]) => Said | Promise<Said>;

const script = `#!${process.execPath}
const words = [require("node:path").basename(process.argv[1]), ...process.argv.slice(2)];
const request = require("node:http").request(process.env.STAND_INS, { method: "POST" }, async (response) => {
  let text = "";
  for await (const chunk of response) text += chunk;
  const { status = 0, stdout = "", stderr = "" } = JSON.parse(text);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = status;
});
request.end(JSON.stringify(words));
`;

/** Programs on PATH whose calls the test answers. */
export class StandIns {
  static async start(names: readonly string[]): Promise<StandIns> {
    const standIns = new StandIns(names);
    await new Promise<void>((resolve) => standIns.server.listen(0, "127.0.0.1", resolve));
    return standIns;
  }

  /** Every call since the start. */
  readonly calls: string[] = [];
  /** What answers now. */
  answering: Answering = () => ({ status: 1, stderr: "nothing is answered yet" });

  private readonly bin = fs.mkdtempSync(path.join(os.tmpdir(), "stand-ins-"));
  private readonly server = http.createServer(async (request, response) => {
    const words: string[] = JSON.parse(await text(request));
    this.calls.push(words.join(" "));
    response.end(JSON.stringify(await this.answering(words)));
  });

  private constructor(names: readonly string[]) {
    for (const name of names) fs.writeFileSync(path.join(this.bin, name), script, { mode: 0o755 });
  }

  /** Variables that lead a program here, and to nothing of this machine. */
  get env(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { PATH: this.bin, STAND_INS: `http://127.0.0.1:${port}` };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    fs.rmSync(this.bin, { recursive: true });
  }
}

/** The word after another, such as the value of an option. */
export const after = (words: readonly string[], name: string): string => words[words.indexOf(name) + 1] ?? "";
