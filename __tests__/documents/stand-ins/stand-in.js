#!/usr/bin/env node
// Takes the place of a program that the documents call, under its name on PATH. It does nothing but refuse what cannot be:
// a stack, an address or a namespace that synthesis did not make. What a document reads from an answer, it answers.
const fs = require("node:fs");
const path = require("node:path");
const { spawnSync } = require("node:child_process");

const { PROJECT, PROGRAMS, WORKSPACE } = process.env;
const program = path.basename(process.argv[1]);
const words = process.argv.slice(2);

const refuse = (text) => {
  console.error(`${program}: ${text}`);
  process.exit(1);
};
const after = (...names) =>
  names
    .map((name) => words.indexOf(name))
    .filter((at) => at >= 0)
    .map((at) => words[at + 1])[0];
const read = (file) => JSON.parse(fs.readFileSync(file, "utf8"));
const stacksIn = (outdir) => Object.values(read(path.join(outdir, "manifest.json")).stacks);
const project = path.join(WORKSPACE, "project");
const stacks = () =>
  stacksIn(path.join(project, "cdktf.out")).map((stack) =>
    read(path.join(project, "cdktf.out", stack.synthesizedStackPath)),
  );

/** EKS takes the role of an add-on away where an update does not name it. */
const updateAddOn = () => {
  const addOns = stacks().flatMap(({ resource: { aws_eks_addon: found = {} } }) => Object.values(found));
  const name = after("--addon-name");
  const addOn = addOns.find(({ addon_name }) => addon_name === name) ?? refuse(`there is no add-on ${name}`);
  if (addOn.service_account_role_arn && !after("--service-account-role-arn"))
    refuse(`${name} has a role, which this call takes away`);
};

/** What stacks make of a type. */
const made = (type) => stacks().flatMap(({ resource }) => Object.values(resource[type] ?? {}));

const describeSecret = () => {
  const name = after("--secret-id");
  if (!made("aws_secretsmanager_secret").some((secret) => secret.name === name))
    refuse(`there is no secret ${name}`);
  if (after("--output") !== "json") return console.log("value");
  const ARN = `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-AbCdEf`;
  console.log(JSON.stringify({ ARN }));
};

/** The credentials function, which finds nothing to do. */
const invoke = () => {
  const name = after("--function-name").split(":").at(-1);
  if (!made("aws_lambda_function").some(({ function_name }) => function_name === name))
    refuse(`there is no function ${name}`);
  const payload = after("--payload");
  const file = /^fileb:\/\/(.+)$/.exec(payload)?.[1];
  const { organization } = file ? read(file) : JSON.parse(payload);
  const answer = { organization, repaired: [], dataDropped: true, sessions: [], ended: 0, locked: [] };
  fs.writeFileSync(words[words.indexOf("--payload") + 2], JSON.stringify(answer));
  console.log(JSON.stringify({ StatusCode: 200 }));
};

/** Deployments of all organizations, rolled out. */
const deployments = () => {
  const items = made("kubernetes_deployment_v1").map(({ metadata, spec }) => {
    const replicas = Number(spec.replicas);
    const counts = { replicas, updatedReplicas: replicas, availableReplicas: replicas };
    return {
      metadata: { name: metadata.name, generation: 1 },
      spec: { replicas },
      status: { observedGeneration: 1, ...counts },
    };
  });
  console.log(JSON.stringify({ items }));
};

const answers = {
  terraform() {
    if (words[0] === "version") return console.log("Terraform v1.11.4");
    const folder = words.find((word) => word.startsWith("-chdir="))?.slice("-chdir=".length) ?? ".";
    const file = path.join(folder, "cdk.tf.json");
    if (!fs.existsSync(file)) refuse(`${folder} holds no stack`);
    const { resource = {}, output = {} } = read(file);
    const addresses = Object.entries(resource).flatMap(([type, made]) =>
      Object.keys(made).map((name) => `${type}.${name}`),
    );
    const [command, what] = words.filter((word) => !word.startsWith("-"));
    for (const target of words.flatMap((word) => /^-target=(.*)/.exec(word)?.[1] ?? []))
      if (!addresses.includes(target)) refuse(`there is no ${target} in ${folder}`);
    if (command === "state" && what === "list") console.log(addresses.join("\n"));
    if (command === "output") {
      const name = words.at(-1);
      if (!Object.hasOwn(output, name)) refuse(`there is no output ${name} in ${folder}`);
      console.log(`value-of-${name}`);
    }
    if (command === "show")
      console.log(
        JSON.stringify({ format_version: "1.2", configuration: { root_module: {} }, resource_changes: [] }),
      );
  },
  kubectl() {
    const namespace = after("-n", "--namespace");
    const made = stacks().flatMap(({ resource: { kubernetes_namespace_v1: found = {} } }) =>
      Object.values(found).map(({ metadata }) => metadata.name),
    );
    if (namespace !== undefined && ![...made, "kube-system"].includes(namespace))
      refuse(`there is no namespace ${namespace}; there are ${[...new Set(made)].join(", ")}`);
    if (words.includes("-f") && after("-f") === "-" && !/^kind: /m.test(fs.readFileSync(0, "utf8")))
      refuse("nothing to create came in");
    if (words.includes("deployments") && after("--output") === "json") return deployments();
    if (words.includes("get") || words.includes("exec")) console.log("value");
  },
  npx() {
    if (words[0] !== "cdktf") return;
    const names = stacksIn(path.join(project, "cdktf.out")).map(({ name }) => name);
    for (const pattern of words.slice(2).filter((word) => !word.startsWith("-")))
      if (!names.some((name) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(name)))
        refuse(`there is no stack ${pattern}`);
  },
  git() {
    const [, command, folder] = words;
    if (words[0] === "worktree" && command === "add") fs.cpSync(project, folder, { recursive: true });
  },
  /** Runs the project's own commands, and takes packages for installed. */
  npm() {
    const silent = words.filter((word) => !["-s", "--silent", "run"].includes(word));
    const [name, ...rest] = silent;
    const { scripts } = read(path.join(PROJECT, "package.json"));
    if (["ci", "install", "test", "uninstall"].includes(name)) return;
    // What it would make of the shipped config is there already: another test makes it.
    const isShipped = () => spawnSync("diff", ["-r", "config", path.join(PROJECT, "config")]).status === 0;
    if (name === "start" && rest.length === 0 && !process.env.CDKTF_OUTDIR && isShipped()) return;
    const [, entry] = /^node scripts\/run\.js (\S+)$/.exec(scripts[name] ?? "") ?? [];
    if (entry === undefined)
      return Object.hasOwn(scripts, name) ? undefined : refuse(`there is no script ${name}`);
    if (rest.length > 0 && rest[0] !== "--") refuse(`options follow --: ${words.join(" ")}`);
    const file = path.join(PROGRAMS, entry.replace(/\.ts$/, ".js"));
    if (!fs.existsSync(file)) require(path.join(PROJECT, "scripts/run.js")).bundle(entry, file);
    process.argv = [process.execPath, file, ...rest.slice(1)];
    require(file);
  },
  aws() {
    const [service, operation] = words.filter((word) => !word.startsWith("-"));
    if (!/^[a-z0-9]+$/.test(service ?? "") || !/^[a-z0-9-]+$/.test(operation ?? ""))
      refuse(`no call: ${words.join(" ")}`);
    if (operation === "get-caller-identity") {
      const [, Account] = /^account: "(\d+)"/m.exec(fs.readFileSync("config/dev/environment.yaml", "utf8"));
      return console.log(JSON.stringify({ Account, Arn: `arn:aws:iam::${Account}:role/platform` }));
    }
    if (operation === "update-addon") updateAddOn();
    if (operation === "describe-secret") return describeSecret();
    if (operation === "invoke") return invoke();
    console.log("value");
  },
  checkov() {
    if (fs.readdirSync("scan.out").length === 0) refuse("nothing to scan");
  },
  trivy() {
    const folder = words.at(-1);
    if (!fs.readdirSync(folder).some((stack) => fs.existsSync(path.join(folder, stack, "cdk.tf"))))
      refuse(`no HCL in ${folder}`);
  },
  pip: () => {},
  dig: () => console.log("198.51.100.10"),
  psql: () => {},
};

fs.appendFileSync(path.join(WORKSPACE, "calls.log"), `${program} ${words.join(" ")}\n`);
answers[program]();
