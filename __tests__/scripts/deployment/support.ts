import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { AwsCli } from "../../../scripts/aws/cli";
import type { Approval } from "../../../scripts/deployment/approval";
import { approveAll } from "../../../scripts/deployment/approval";
import { type Aim, Deployment, deploying } from "../../../scripts/deployment/deployment";
import { problems, table } from "../../../scripts/deployment/report";
import type { Stack } from "../../../scripts/deployment/stack";
import { linesSinceLastLook } from "../../support/record";
import { runInProcess, standIn } from "./terraform";

/** Stacks in a folder of their own, before a stand-in for Terraform. */
export class Workshop {
  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), "deployment-"));
  readonly record = path.join(this.path, "record");
  readonly behaviour = path.join(this.path, "behaviour");
  readonly shown: string[] = [];
  private readonly startAgain = runInProcess(this);

  constructor() {
    fs.mkdirSync(this.behaviour);
    Object.assign(process.env, this.env);
  }

  get env() {
    return { TERRAFORM_BINARY_NAME: standIn, RECORD: this.record, BEHAVIOUR: this.behaviour };
  }

  stack(name: string, ...dependencies: string[]): Stack {
    const folder = path.join(this.path, name);
    fs.mkdirSync(folder, { recursive: true });
    return { name, folder, dependencies };
  }

  /** What the stand-in does instead in an operation on a stack, in shell. */
  behave(stack: string, operation: string, script: string): void {
    fs.writeFileSync(path.join(this.behaviour, `${stack}.${operation}`), script);
  }

  behaveAgain(): void {
    fs.rmSync(this.behaviour, { recursive: true });
    fs.mkdirSync(this.behaviour);
  }

  async run(
    stacks: readonly Stack[],
    options: {
      aim?: Aim;
      atOnce?: number;
      approval?: Approval;
      isInterrupted?: () => boolean;
    } = {},
  ): Promise<{ table: string[]; problems: string }> {
    const { isInterrupted = () => false } = options;
    const outcomes = await new Deployment({
      stacks,
      aim: deploying,
      atOnce: 4,
      approval: approveAll,
      region: "eu-west-1",
      aws: new AwsCli({ region: "eu-west-1", timeoutSeconds: 30 }),
      show: (stack, line) => this.shown.push(`${stack} ${line}`),
      ...options,
      isInterrupted,
    }).run();
    const props = {
      environment: "dev",
      stacks,
      outcomes,
      again: "npm run deploy -- dev",
      isInterrupted: isInterrupted(),
    };
    return { table: table(props).split("\n"), problems: problems(props) };
  }

  /** Calls that began and ended since the last look, such as `start plan network`. */
  calls(): string[] {
    return linesSinceLastLook(this.record);
  }

  dispose(): void {
    this.startAgain();
    for (const name of Object.keys(this.env)) delete process.env[name];
    fs.rmSync(this.path, { recursive: true });
  }
}
