import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { command } from "../../scripts/start";
import { type Answered, callIn } from "./call";
import { contentsIn } from "./files";
import { Program, project } from "./program";

let program: Program | undefined;

/** A folder with a copy of the shipped config, or with what `change` makes of it, in which the real program runs. */
export class AppFolder {
  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), "app-"));

  constructor() {
    fs.cpSync(path.join(project, "config"), path.join(this.path, "config"), { recursive: true });
  }

  write(file: string, text: string): void {
    const target = path.join(this.path, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }

  remove(file: string): void {
    fs.rmSync(path.join(this.path, file), { recursive: true });
  }

  /** Calls the command here without a process of its own, which takes a third of the time. */
  call(words: readonly string[] = [], env: Record<string, string> = {}): Promise<Answered> {
    return callIn(this.path, command, words, env);
  }

  /** Runs the program here, as `npm start` does, into a command that may end before everything is said. */
  runInto(command: string): { status: number | null; stderr: string } {
    program ??= new Program("scripts/start.ts");
    return program.runInto(command, { cwd: this.path });
  }

  /** Every synthesized file: path below cdktf.out and text. */
  output(): Map<string, string> {
    const out = path.join(this.path, "cdktf.out");
    return fs.existsSync(out) ? contentsIn(out) : new Map();
  }

  dispose(): void {
    fs.rmSync(this.path, { recursive: true, force: true });
  }
}
