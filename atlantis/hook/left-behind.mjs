// Refuses a pull request that removes a stack with existing resources: no configuration could destroy them afterwards.
// States are read with the planner's role of their environment.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { env } from "node:process";

/** Number of resources in a state. @throws Error if it cannot be read */
function resourcesIn({ bucket, key, region }, profile) {
  const words = ["s3", "cp", "--region", region, `s3://${bucket}/${key}`, "-"];
  const { status, stdout, stderr, error } = spawnSync("aws", words, {
    env: { ...env, AWS_PROFILE: profile },
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 60_000,
  });
  if (status === 0) {
    const managed = (JSON.parse(stdout).resources ?? []).filter(({ mode }) => mode === "managed");
    return managed.reduce((sum, { instances }) => sum + instances.length, 0);
  }
  if (/\(404\)|NoSuchKey/.test(stderr ?? "")) return 0;
  throw new Error(error?.message ?? stderr.trim().split("\n").at(-1));
}

/**
 * Prints for the report a sentence per removed stack: one that is in the base branch's output folder only. Ends the program
 * if resources of one still exist.
 */
export function refuseLeftBehind(base, head) {
  const { stacks } = JSON.parse(fs.readFileSync(path.join(base, "manifest.json"), "utf8"));
  const left = [];
  for (const { name, synthesizedStackPath } of Object.values(stacks)) {
    if (fs.existsSync(path.join(head, "stacks", name))) continue;
    const { terraform, provider } = JSON.parse(
      fs.readFileSync(path.join(base, synthesizedStackPath), "utf8"),
    );
    if (!terraform.backend.s3) continue;
    try {
      const resources = resourcesIn(terraform.backend.s3, provider.aws[0].default_tags[0].tags.Environment);
      if (resources > 0) left.push(`${name} is removed, but ${resources} of its resources are left.`);
      else console.log(`Removes ${name}, which has no resources left.\n`);
    } catch ({ message }) {
      console.log(`**Removes ${name}, and its state could not be read**: ${message.replaceAll("`", "'")}`);
      console.log("Check before the merge whether any of its resources are left.\n");
    }
  }
  if (left.length > 0) {
    console.error(
      `${left.join("\n")}\nDestroy them from a checkout of the base branch first: docs/atlantis.md, Removing an organization.`,
    );
    process.exit(1);
  }
}
