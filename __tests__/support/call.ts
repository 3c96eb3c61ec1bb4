import type { Command, Options } from "../../scripts/frame/command";
import { answer } from "../../scripts/frame/run";

/** What a caller sees of an answer. */
export interface Answered {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls a command on the shipped config as `npm run <command> -- ...` does, without a process of its own. */
export async function call<O extends Options>(
  command: Command<O>,
  ...words: readonly string[]
): Promise<Answered> {
  const written = { stdout: "", stderr: "" };
  const into = (stream: keyof typeof written) => ({
    write: (text: string) => {
      written[stream] += text;
    },
  });
  const status = await answer(command, words, { stdout: into("stdout"), stderr: into("stderr") });
  return { status, ...written };
}
