import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { linesSinceLastLook } from "../../support/record";

const program = path.resolve("__tests__/scripts/aws/aws.sh");

/** A stand-in for the AWS CLI, and what it answers. */
export class StandInCli {
  private readonly path = fs.mkdtempSync(path.join(os.tmpdir(), "aws-"));
  private readonly record = path.join(this.path, "record");

  constructor() {
    fs.mkdirSync(path.join(this.path, "bin"));
    fs.symlinkSync(program, path.join(this.path, "bin", "aws"));
  }

  /** What leads a program to it. */
  get env() {
    return {
      PATH: [path.join(this.path, "bin"), "/usr/bin", "/bin"].join(path.delimiter),
      AWS_ANSWERS: this.path,
      AWS_RECORD: this.record,
    };
  }

  /** @param call such as `ec2 describe-vpcs` */
  answer(call: string, answer: unknown): void {
    fs.writeFileSync(path.join(this.path, `${call}.json`), JSON.stringify(answer));
  }

  /** @param script in shell */
  behave(call: string, script: string): void {
    fs.writeFileSync(path.join(this.path, `${call}.sh`), script);
  }

  /** Calls since the last look. */
  calls(): string[] {
    return linesSinceLastLook(this.record);
  }

  dispose(): void {
    fs.rmSync(this.path, { recursive: true });
  }
}
