import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Environment } from "../../src/config/model";
import { clusterName } from "../../src/config/names";
import { AwsCli } from "./cli";

const run = promisify(execFile);

const address = { action: "eks:DescribeCluster", words: ["eks", "update-kubeconfig"] };

/**
 * Asks an environment's cluster through kubectl, whatever cluster the caller's own settings name.
 *
 * @returns what it printed
 * @throws Error with what kubectl or the AWS CLI said
 */
export async function kubectl(environment: Environment, words: readonly string[]): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kubeconfig-"));
  const kubeconfig = path.join(folder, "config");
  try {
    const aws = new AwsCli({ region: environment.region, timeoutSeconds: 60 });
    await aws.read(address, "--name", clusterName(environment), "--kubeconfig", kubeconfig);
    const where = ["--kubeconfig", kubeconfig, "--request-timeout", "20s"];
    const { stdout } = await run("kubectl", [...where, ...words]).catch((error) => {
      throw failure(error);
    });
    return stdout;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function failure({
  code,
  stderr = "",
}: {
  readonly code?: string | number;
  readonly stderr?: string;
}): Error {
  if (code === "ENOENT") return new Error("The program kubectl is not there: install it.");
  return new Error(`kubectl: ${stderr.trim().split("\n").at(-1) || `it ended with ${code}`}`);
}
