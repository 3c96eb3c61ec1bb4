import type { Breach } from "./support";

const runs = "Terraform runs and loads nothing but providers, data sources and blocks that the proof knows";
const place = "Providers act in the account, region and cluster that config names";
const states = "Stacks keep and read states where config says, and nowhere else";

/** What runs when Terraform runs, where it acts, and what it reads. */
export const terraform: Breach[] = [
  [
    runs,
    "a program",
    (stacks) => {
      stacks.json("org-acme").data.external = { x: { program: ["sh"] } };
    },
  ],
  [
    runs,
    "another provider of that name",
    (stacks) => {
      stacks.json("org-acme").terraform.required_providers.aws.source = "example/aws";
    },
  ],
  [
    runs,
    "a block that was invented later",
    (stacks) => {
      stacks.json("org-acme").future = {};
    },
  ],
  [
    runs,
    "endpoints",
    (stacks) => {
      stacks.json("org-acme").provider.aws[0].endpoints = [{ sts: "https://sts.example.com" }];
    },
  ],
  [
    place,
    "any account",
    (stacks) => {
      delete stacks.json("org-acme").provider.aws[0].allowed_account_ids;
    },
  ],
  [
    place,
    "another host",
    (stacks) => {
      stacks.json("platform").provider.helm[0].kubernetes.host = "https://cluster.example.com";
    },
  ],
  [
    place,
    "another command",
    (stacks) => {
      stacks.json("org-acme").provider.kubernetes[0].exec[0].command = "sh";
    },
  ],
  [
    states,
    "outputs that no stack writes",
    (stacks) => {
      const [state] = Object.values<Record<string, unknown>>(
        stacks.json("org-acme").data.terraform_remote_state,
      );
      Object.assign(state as object, { defaults: { cluster_name: "other" } });
    },
  ],
  [
    states,
    "a state elsewhere",
    (stacks) => {
      stacks.json("org-acme").terraform.backend = { local: { path: "/tmp/other.tfstate" } };
    },
  ],
];
