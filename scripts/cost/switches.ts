import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { parseDocument } from "yaml";
import { loadEnvironments } from "../../src/config/load";
import { buildEnvironment } from "../../src/stacks/environment";
import { type Resources, resourcesIn } from "./resources";

/** A change of a file: path of keys, and value. */
type Change = readonly [file: string, keys: readonly (string | number)[], value: unknown];

/** Changes of `prod` that affect its cost. */
export const switches: Readonly<Record<string, readonly Change[]>> = {
  "`network.natGateways: single`": [["environment.yaml", ["network", "natGateways"], "single"]],
  "`network.interfaceEndpoints: []`": [["environment.yaml", ["network", "interfaceEndpoints"], []]],
  "`capacity: spot` of the node group": [
    ["environment.yaml", ["cluster", "nodeGroups", 0, "capacity"], "spot"],
  ],
  "`database.multiAz: false`": [["environment.yaml", ["database", "multiAz"], false]],
  "`database.instanceClass: db.m7g.large`": [
    ["environment.yaml", ["database", "instanceClass"], "db.m7g.large"],
  ],
  "`database.pooling: rds-proxy`": [
    ["environment.yaml", ["database", "pooling"], "rds-proxy"],
    ["organizations/globex.yaml", ["authentication"], "iam"],
  ],
  "`topology: peering`": [["environment.yaml", ["topology"], "peering"]],
  "`topology: private-link`": [["environment.yaml", ["topology"], "private-link"]],
  "`topology: resource-endpoint`": [["environment.yaml", ["topology"], "resource-endpoint"]],
  "`externalAccess`": [["environment.yaml", ["externalAccess"], { allowedCidrs: ["203.0.113.0/24"] }]],
  "`isolation: instance` of an organization": [["organizations/globex.yaml", ["isolation"], "instance"]],
};

/** Resources of an environment in a config folder, with changes of its files. */
export function environmentWith(config: string, name: string, changes: readonly Change[]): Resources {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cost-"));
  try {
    fs.cpSync(path.join(config, name), path.join(folder, "config", name), { recursive: true });
    for (const [file, keys, value] of changes) edit(path.join(folder, "config", name, file), keys, value);
    const outdir = path.join(folder, "out");
    const app = new App({ outdir });
    for (const environment of loadEnvironments(path.join(folder, "config")))
      buildEnvironment(app, environment);
    app.synth();
    return resourcesIn(outdir).get(name) as Resources;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function edit(file: string, keys: readonly (string | number)[], value: unknown): void {
  const document = parseDocument(fs.readFileSync(file, "utf8"));
  document.setIn(keys, value);
  fs.writeFileSync(file, document.toString());
}
