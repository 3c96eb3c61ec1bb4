// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Stacks } from "../../identity/support";
import { type Breach, pod } from "./support";

const charts =
  "Helm releases install charts whose rights the proof knows, in known versions, with known values";
const pods =
  "Workloads run only the container that config names, and use only secrets of their own SecretProviderClasses";
const tls = "Workloads that connect to a database verify its certificate and its name";

const release = (stacks: Stacks) => stacks.one("platform", "helm_release", "reloader");
const variable = (stacks: Stacks, one: object) => pod(stacks).container[0].env.push(one);

/** What charts install, and what pods run. */
export const platformCode: Breach[] = [
  [
    charts,
    "another repository",
    (stacks) => {
      release(stacks).repository = "https://charts.example.com";
    },
  ],
  [
    charts,
    "a value that is not known",
    (stacks) => {
      release(stacks).values = ['${yamlencode({"extraObjects" = []})}'];
    },
  ],
  [
    pods,
    "a container that runs first",
    (stacks) => {
      pod(stacks).init_container = [{ name: "other", image: "example.com/other:1" }];
    },
  ],
  [
    pods,
    "a secret of a class that nothing declares",
    (stacks) => pod(stacks).volume.push({ name: "other", secret: { secret_name: "other" } }),
  ],
  [
    pods,
    "a token in a volume",
    (stacks) => pod(stacks).volume.push({ name: "other", projected: { sources: [] } }),
  ],
  [
    tls,
    "a mode from elsewhere",
    (stacks) =>
      variable(stacks, { name: "PGSSLMODE", value_from: { config_map_key_ref: { name: "x", key: "y" } } }),
  ],
  [
    tls,
    "Node.js without verification",
    (stacks) => variable(stacks, { name: "NODE_TLS_REJECT_UNAUTHORIZED", value: "0" }),
  ],
  [
    tls,
    "a command",
    (stacks) => {
      pod(stacks).container[0].command = ["psql", "sslmode=disable"];
    },
  ],
];
