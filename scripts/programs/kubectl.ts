import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Environment } from "../../src/config/model";
import { clusterName } from "../../src/config/names";
import { callAws } from "./aws";
import { lastLine, runProgram } from "./program";

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
    const options = { name: clusterName(environment), kubeconfig };
    await callAws(environment, { service: "eks", operation: "update-kubeconfig", options });
    const where = ["--kubeconfig", kubeconfig, "--request-timeout", "20s"];
    const { status, stdout, stderr } = await runProgram("kubectl", [...where, ...words]);
    if (status === 0) return stdout;
    throw new Error(`kubectl: ${lastLine(stderr) || `it ended with ${status}`}`);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
