import { type ExecFileException, execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Environment } from "../../src/config/model";
import { clusterName } from "../../src/config/names";
import { AwsCli } from "./cli";

const address = { action: "eks:DescribeCluster", words: ["eks", "update-kubeconfig"] };

/**
 * Runs kubectl for an environment's cluster, independently of the caller's kubeconfig.
 *
 * @returns its output
 * @throws Error with the message of kubectl or the AWS CLI
 */
export async function kubectl(environment: Environment, words: readonly string[]): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kubeconfig-"));
  const kubeconfig = path.join(folder, "config");
  try {
    const aws = new AwsCli({ region: environment.region });
    await aws.read(address, "--name", clusterName(environment), "--kubeconfig", kubeconfig);
    const where = ["--kubeconfig", kubeconfig, "--request-timeout", "20s"];
    return await run([...where, ...words]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const run = (words: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile("kubectl", words, { encoding: "utf8" }, (error, stdout, stderr) =>
      error ? reject(failure(error, stderr)) : resolve(stdout),
    );
  });

function failure({ code }: ExecFileException, stderr: string): Error {
  if (code === "ENOENT") return new Error("The program kubectl was not found: install it.");
  return new Error(`kubectl: ${stderr.trim().split("\n").at(-1) || `it ended with ${code}`}`);
}
