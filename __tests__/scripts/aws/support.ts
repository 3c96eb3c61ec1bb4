import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { answerInProcess } from "../../support/in-process";
import type { Said } from "../../support/programs";
import { linesSinceLastLook } from "../../support/record";

const program = path.resolve("__tests__/scripts/aws/aws.sh");

/** A stand-in for the AWS CLI, and what it answers. */
export class StandInCli {
  private readonly path = fs.mkdtempSync(path.join(os.tmpdir(), "aws-"));
  private readonly bin = path.join(this.path, "bin");
  private readonly record = path.join(this.path, "record");
  private readonly startAgain: () => void;

  /** @param inProcess whether this process answers for it, as far as no script does @default true */
  constructor({ inProcess = true } = {}) {
    fs.mkdirSync(this.bin);
    fs.symlinkSync(program, path.join(this.bin, "aws"));
    this.startAgain = inProcess ? answerInProcess(this.bin, (words) => this.said(words)) : () => {};
  }

  /** What leads a program to it. */
  get env() {
    return {
      PATH: [this.bin, "/usr/bin", "/bin"].join(path.delimiter),
      AWS_ANSWERS: this.path,
      AWS_RECORD: this.record,
    };
  }

  /** @param call such as `ec2 describe-vpcs` */
  answer(call: string, answer: unknown): void {
    fs.writeFileSync(this.file(call, "json"), JSON.stringify(answer));
  }

  /** @param script in shell */
  behave(call: string, script: string): void {
    fs.writeFileSync(this.file(call, "sh"), script);
  }

  /** Calls since the last look. */
  calls(): string[] {
    return linesSinceLastLook(this.record);
  }

  dispose(): void {
    this.startAgain();
    fs.rmSync(this.path, { recursive: true });
  }

  private file(call: string, ending: string): string {
    return path.join(this.path, `${call}.${ending}`);
  }

  /** What aws.sh says. Nothing where a script says it. */
  private said([, ...words]: readonly string[]): Said | undefined {
    const call = words.slice(0, 2).join(" ");
    if (fs.existsSync(this.file(call, "sh"))) return undefined;
    fs.appendFileSync(this.record, `${words.join(" ")}\n`);
    const answer = this.file(call, "json");
    if (fs.existsSync(answer)) return { stdout: fs.readFileSync(answer, "utf8") };
    const stderr = `An error occurred (AccessDeniedException) when calling the ${words[1]} operation: User is not authorized\n`;
    return { status: 254, stderr };
  }
}
