import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { answerInProcess } from "./in-process";
import { listening, portOf } from "./listening";

/** What a program says. */
export interface Said {
  /** @default 0 */
  readonly status?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** How a program is called. */
export interface Call {
  /** Its name, and what follows it. */
  readonly words: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** What is piped into it, where `-f -` says that it reads that. */
  readonly input: string;
}

/** Answers a call of a program, whose name is the first word. */
export type Answering = (words: readonly string[], call: Call) => Said | Promise<Said>;

/**
 * In bash alone, which starts in a tenth of the time of Node.js. It sends how many words follow its name, its name, the
 * words, its folder, its input and its environment, and runs the answer: commands of a shell.
 */
const script = (atOnce: Readonly<Record<string, string>>): string => `#!/bin/bash
case "\${0##*/} $*" in
${Object.entries(atOnce).map(([call, stdout]) => `${quoted(call)}) ${spoken({ stdout })} ;;\n`)}esac
exec 3<>"/dev/tcp/127.0.0.1/$STAND_INS"
[[ " $* " != *" -f - "* ]] || input=$(/bin/cat)
{ printf '%s\\0' "$#" "\${0##*/}" "$@" "$PWD" "$input"; /usr/bin/env -0; printf '\\0'; } >&3
eval "$(/bin/cat <&3)"
`;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const spoken = ({ status = 0, stdout = "", stderr = "" }: Said): string =>
  `printf %s ${quoted(stdout)}; printf %s ${quoted(stderr)} >&2; exit ${status}`;

/** @returns a call, or undefined where not all of it has come yet */
function callIn(sent: string): Call | undefined {
  const [count, ...rest] = sent.split("\0");
  const wordCount = Number(count) + 1;
  const [folder = "", input = "", ...variables] = rest.slice(wordCount);
  const end = variables.indexOf("");
  if (end < 0 || end === variables.length - 1) return undefined;
  const env = variables
    .slice(0, end)
    .map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]);
  return { words: rest.slice(0, wordCount), folder, input, env: Object.fromEntries(env) };
}

/** Programs on PATH whose calls the test answers. */
export class StandIns {
  /** @param atOnce what calls write whose caller, in this process, waits without doing anything else. @default - none */
  static async start(
    names: readonly string[],
    atOnce: Readonly<Record<string, string>> = {},
  ): Promise<StandIns> {
    const standIns = new StandIns(names, atOnce);
    await listening(standIns.server);
    return standIns;
  }

  /** Every call since the start. */
  readonly calls: string[] = [];
  /** What answers now. */
  answering: Answering = () => ({ status: 1, stderr: "nothing is answered yet" });

  private readonly bin = fs.mkdtempSync(path.join(os.tmpdir(), "stand-ins-"));
  private readonly server = net.createServer((socket) => {
    let sent = "";
    // A program may be ended before its answer comes.
    socket.on("error", () => socket.destroy());
    socket.setEncoding("utf8").on("data", async (part) => {
      sent += part;
      const call = callIn(sent);
      if (call === undefined) return;
      socket.end(spoken(await this.answer(call.words, call)));
    });
  });
  private readonly startAgain: () => void;

  private constructor(names: readonly string[], atOnce: Readonly<Record<string, string>>) {
    for (const name of names) fs.writeFileSync(path.join(this.bin, name), script(atOnce), { mode: 0o755 });
    this.startAgain = answerInProcess(this.bin, this.answer);
  }

  /** Variables that lead a program here, and to nothing of this machine. */
  get env(): Record<string, string> {
    return { PATH: this.bin, STAND_INS: String(portOf(this.server)) };
  }

  async stop(): Promise<void> {
    this.startAgain();
    await new Promise((resolve) => this.server.close(resolve));
    fs.rmSync(this.bin, { recursive: true });
  }

  private readonly answer: Answering = (words, call) => {
    this.calls.push(words.join(" "));
    return this.answering(words, call);
  };
}

/** The word after another, such as the value of an option. */
export const after = (words: readonly string[], name: string): string => words[words.indexOf(name) + 1] ?? "";
