// Holds calls of AWS and of Kubernetes against what the stacks declare: whatever a call names has to be declared, or made by
// a call before it, and no call may change what Terraform would change back.
const fs = require("node:fs");
const path = require("node:path");

/** Options that name something, and where its name stands in the stacks. */
const namedBy = {
  "--db-instance-identifier": { aws_db_instance: "identifier" },
  "--source-db-instance-identifier": { aws_db_instance: "identifier" },
  "--source-identifier": { aws_db_instance: "identifier" },
  "--db-snapshot-identifier": { aws_db_instance: "final_snapshot_identifier" },
  "--source-db-snapshot-identifier": { aws_db_instance: "final_snapshot_identifier" },
  "--db-subnet-group-name": { aws_db_subnet_group: "name" },
  "--db-parameter-group-name": { aws_db_parameter_group: "name" },
  "--cluster-name": { aws_eks_cluster: "name" },
  "--addon-name": { aws_eks_addon: "addon_name" },
  "--secret-id": { aws_secretsmanager_secret: "name" },
  "--role-name": { aws_iam_role: "name" },
  "--function-name": { aws_lambda_function: "function_name" },
  "--log-group-name": { aws_cloudwatch_log_group: "name" },
};

/** Names that a call gives to what it makes, by operation. */
const makes = {
  "create-db-snapshot": ["--db-snapshot-identifier"],
  "copy-db-snapshot": ["--target-db-snapshot-identifier"],
  "restore-db-instance-to-point-in-time": ["--target-db-instance-identifier"],
  "modify-db-instance": ["--new-db-instance-identifier"],
  "delete-db-instance": ["--final-db-snapshot-identifier"],
};

/** What a call may change of what a stack declares, because Terraform leaves it alone or is told of it. */
const mayChange = {
  "modify-db-instance": ["--new-db-instance-identifier", "--apply-immediately"],
  "update-nodegroup-config": ["--scaling-config"],
  "update-nodegroup-version": [],
  "update-addon": ["--addon-version", "--resolve-conflicts", "--service-account-role-arn"],
};

/** Options of every call, which change nothing. */
const common = [
  "--region",
  "--output",
  "--query",
  "--profile",
  "--cli-connect-timeout",
  "--cli-read-timeout",
];

/** What the shipped environments do not have, and a page names for those that do. */
const elsewhere = [
  "/aws/lambda/dev-shared-targets", // private-link
  "dev-shared", // an endpoint's tag, resource-endpoint
];

/** What stand-ins answer, and a call is given. */
const answered = "value";

const kinds = {
  deployment: "kubernetes_deployment_v1",
  configmap: "kubernetes_config_map_v1",
  serviceaccount: "kubernetes_service_account_v1",
  namespace: "kubernetes_namespace_v1",
  poddisruptionbudget: "kubernetes_pod_disruption_budget_v1",
  networkpolicy: "kubernetes_network_policy_v1",
};

/** Whatever the stacks of a workspace declare. */
class Declared {
  /** @param stacks synthesized JSON of each, by name @param memory file with the names that calls have made */
  constructor(stacks, memory, refuse) {
    Object.assign(this, { stacks, memory, refuse });
  }

  /** What stacks make of a type. */
  made(type) {
    return Object.values(this.stacks).flatMap(({ resource = {} }) => Object.values(resource[type] ?? {}));
  }

  checkAws(operation, words) {
    const after = (option) => words[words.indexOf(option) + 1];
    const options = words.filter((word) => word.startsWith("--"));
    const makesNow = makes[operation] ?? [];
    for (const option of options) {
      if (makesNow.includes(option)) continue;
      if (namedBy[option]) this.checkNames(option, after(option));
      if (option === "--key-id") this.checkKey(after(option));
    }
    if (operation === "describe-cluster") this.checkNames("--cluster-name", after("--name"));
    if (operation === "tail") this.checkNames("--log-group-name", words[words.indexOf("tail") + 1]);
    for (const [, tag, value] of words.join(" ").matchAll(/Name=(tag:Name|group-name),Values=([^\s,]+)/g))
      this.checkFilter(tag, value);
    this.checkChange(operation, words, options);
    for (const option of makesNow) if (options.includes(option)) this.remember(after(option));
  }

  checkNames(option, name) {
    const [[type, argument]] = Object.entries(namedBy[option]);
    const plain = name.split(":function:").at(-1);
    const names = this.made(type).map((resource) => resource[argument]);
    if (![...names, ...this.remembered(), ...elsewhere, answered].includes(plain))
      this.refuse(
        `no stack declares ${type} ${plain}, and no call has made it; there are ${names.join(", ")}`,
      );
  }

  checkKey(id) {
    if (!id.startsWith("alias/")) return;
    const aliases = this.made("aws_kms_alias").map(({ name }) => name);
    if (!aliases.includes(id)) this.refuse(`no stack declares ${id}; there are ${aliases.join(", ")}`);
  }

  checkFilter(filter, pattern) {
    const all = Object.values(this.stacks).flatMap(({ resource = {} }) =>
      Object.values(resource).flatMap((made) => Object.values(made)),
    );
    const names = all.map((made) => (filter === "tag:Name" ? made.tags?.Name : made.name)).filter(Boolean);
    const matches = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
    if (![...names, ...elsewhere].some((name) => matches.test(name)))
      this.refuse(`nothing is named ${pattern} (${filter})`);
  }

  /** A change of what a stack declares would be undone by its next apply, or keep it from one. */
  checkChange(operation, words, options) {
    const allowed = mayChange[operation];
    if (operation === "update-kubeconfig") return;
    if (/^(modify|update|put|associate|disassociate)-/.test(operation) && !allowed)
      return this.refuse(`${operation} changes what Terraform declares`);
    if (!allowed) return;
    const instance = words[words.indexOf("--db-instance-identifier") + 1];
    // A copy, or an instance that was renamed, is no stack's any more.
    if (operation === "modify-db-instance" && this.remembered().includes(instance)) return;
    for (const option of options)
      if (
        !allowed.includes(option) &&
        !namedBy[option] &&
        option !== "--nodegroup-name" &&
        !common.includes(option)
      )
        this.refuse(`${operation} ${option} changes what Terraform declares`);
    if (operation === "update-addon") this.checkRole(words);
    if (operation === "update-nodegroup-config" && /m(in|ax)Size/.test(words.join(" ")))
      this.refuse(
        "config says the least and the most nodes of a group, and Terraform would change them back",
      );
  }

  /** EKS takes the role of an add-on away where an update does not name it. */
  checkRole(words) {
    const name = words[words.indexOf("--addon-name") + 1];
    const addOn = this.made("aws_eks_addon").find(({ addon_name }) => addon_name === name);
    if (addOn?.service_account_role_arn && !words.includes("--service-account-role-arn"))
      this.refuse(`${name} has a role, which this call takes away`);
  }

  checkKubectl(namespace, words) {
    const namespaces = [
      ...this.made("kubernetes_namespace_v1").map(({ metadata }) => metadata.name),
      "kube-system",
      "placeholder", // what a reader puts in
    ];
    if (namespace !== undefined && !namespaces.includes(namespace))
      this.refuse(`there is no namespace ${namespace}; there are ${namespaces.join(", ")}`);
    const kindOf = (word) => kinds[word.split("/")[0].replace(/s$/, "")];
    const at = words.findIndex(kindOf);
    const [kind, name = words[at + 1]] = words[at]?.split("/") ?? [];
    if (name === undefined || name.startsWith("-")) return;
    const ofStack = Object.values(this.stacks).find(({ resource = {} }) =>
      Object.values(resource.kubernetes_namespace_v1 ?? {}).some(
        ({ metadata }) => metadata.name === namespace,
      ),
    );
    if (!ofStack) return;
    const made = Object.values(ofStack.resource[kindOf(kind)] ?? {});
    if (!made.some(({ metadata }) => metadata.name === name))
      this.refuse(`no stack declares ${kind} ${name} in ${namespace}`);
  }

  remembered() {
    return fs.existsSync(this.memory) ? JSON.parse(fs.readFileSync(this.memory, "utf8")) : [];
  }

  remember(name) {
    fs.mkdirSync(path.dirname(this.memory), { recursive: true });
    fs.writeFileSync(this.memory, JSON.stringify([...this.remembered(), name]));
  }
}

module.exports = { Declared };
