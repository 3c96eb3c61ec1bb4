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

/** The same in another folder, such as one with other config, and with these variables. */
export const callIn = <O extends Options>(
  folder: string,
  command: Command<O>,
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<Answered> => within(folder, env, () => call(command, ...words));

/** What puts back folder and variables, for work that has not ended. */
const open: (() => void)[] = [];

// Work that ran out of time does not end with its test: the next one would begin in a folder that may be gone.
for (const after of [afterEach, afterAll])
  after(() => {
    for (const putBack of open.splice(0).reverse()) putBack();
  });

/** Works in another folder, and with these variables, until the work or its test ends. */
export async function within<T>(
  folder: string,
  env: Record<string, string>,
  work: () => Promise<T>,
): Promise<T> {
  const before = { folder: process.cwd(), env: { ...process.env } };
  const putBack = () => {
    process.chdir(before.folder);
    replace(process.env, before.env);
  };
  const { CDKTF_OUTDIR: _, SYNTH_HCL_OUTPUT: __, ...inherited } = process.env;
  process.chdir(folder);
  replace(process.env, { ...inherited, ...env });
  open.push(putBack);
  try {
    return await work();
  } finally {
    if (open.includes(putBack)) {
      open.splice(open.indexOf(putBack));
      putBack();
    }
  }
}

function replace(env: NodeJS.ProcessEnv, values: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (!(name in values)) delete env[name];
  Object.assign(env, values);
}
