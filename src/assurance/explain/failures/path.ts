import type { OrganizationResources } from "../../binding";
import type { Proof } from "../../gate";
import type { Guide } from "../../guide";
import type { Reach } from "../../network";
import { certain, type Resource, type Thing, textOf, type Value } from "../../terraform";

/** Components of an open path, and what else decides whether a login succeeds. */
export class ConnectionPath {
  constructor(
    readonly proof: Proof,
    readonly reach: Reach,
    /** Organization of the source. @default - none */
    readonly organization: OrganizationResources | undefined,
  ) {}

  get environment(): string {
    return this.proof.intent.environment;
  }

  get guide(): Guide {
    return this.proof.intent.guide;
  }

  get database(): string {
    return this.reach.database.name;
  }

  get isFromPods(): boolean {
    return this.reach.source.kind === "pods";
  }

  /**
   * The namespace of the pods.
   *
   * @returns an empty string if the source is not a set of pods
   */
  get namespace(): string {
    const { id } = this.reach.source;
    return id.kind === "pods" ? id.namespace : "";
  }

  /**
   * The workload in kubectl's notation, such as `deployment/metabase`.
   *
   * @returns undefined if there is no single one
   */
  get workload(): string | undefined {
    const { id, address } = this.reach.source;
    if (id.kind !== "pods" || id.workload === undefined) return undefined;
    const type = /kubernetes_(\w+?)(_v1)?\./.exec(address)?.[1] ?? "pod";
    return `${type.replaceAll("_", "")}/${id.workload}`;
  }

  get groupPolicy(): string | undefined {
    return this.proof.network.sources.find(
      ({ id }) => id.kind === "pods" && id.namespace === this.namespace && id.workload === undefined,
    )?.address;
  }

  /** Load balancers and endpoints on the open paths. */
  get relays(): Resource[] {
    const names = new Set(this.reach.open.flatMap(({ through }) => through));
    const addresses = this.proof.network.relays.filter(({ name }) => names.has(name));
    return addresses.flatMap(({ address }) => this.proof.configuration.find(address) ?? []);
  }

  /** Stacks with rules of the open paths. */
  get stacks(): string[] {
    const rules = this.reach.open.flatMap(({ witnesses }) => witnesses.flatMap(({ hops }) => hops));
    const named = rules.flatMap(
      ({ rule, component }) => `${rule} ${component}`.match(/[\w-]+(?=\/\w+\.)/g) ?? [],
    );
    const known = new Set(this.proof.configuration.stacks.map(({ name }) => name));
    return [...new Set(named)].filter((name) => known.has(name)).sort();
  }

  /** Log groups of the flow logs of all VPCs on the path. */
  get flowLogs(): string[] {
    const { source, database } = this.reach;
    const vpcs = new Set([...source.interfaces, ...database.interfaces].map(({ subnet }) => subnet.vpc.key));
    return this.resources("aws_flow_log")
      .filter((log) => vpcs.has(this.named("aws_vpc", log.get("vpc_id"))?.key ?? ""))
      .flatMap((log) => this.nameOf(log.get("log_destination")) ?? []);
  }

  /** Name of a log group of the instance, if the log is exported. */
  log(kind: "postgresql" | "iam-db-auth-error"): string | undefined {
    const name = `/aws/rds/instance/${this.database}/${kind}`;
    return this.resources("aws_cloudwatch_log_group").some((group) => textOf(group.get("name")) === name)
      ? name
      : undefined;
  }

  /**
   * The login with IAM authentication, and its role.
   *
   * @returns undefined if the organization has none
   */
  get tokenLogin() {
    const role = this.proof.intent.identity.roles.find(({ holders }) =>
      holders.some(
        (holder) => holder.kind === "service account" && holder.namespace === this.organization?.name,
      ),
    )?.role;
    return this.proof.identity.databaseLogins.find(
      (login) => login.role === role && login.database === this.database,
    );
  }

  /** The rotation of the organization's credentials, and its function. */
  get rotation(): { readonly address: string; readonly functionName: string | undefined } | undefined {
    const secret = this.proof.model.secrets.find(({ name }) => name === this.organization?.credentials);
    const found = this.resources("aws_secretsmanager_secret_rotation").find(
      (one) =>
        this.named("aws_secretsmanager_secret", one.get("secret_id"))?.resource.address === secret?.address,
    );
    return found && { address: found.address, functionName: this.nameOf(found.get("rotation_lambda_arn")) };
  }

  /** Parameter group of the instance, which makes it refuse connections without TLS. */
  get parameters(): string | undefined {
    const name = this.proof.configuration.find(this.reach.database.address)?.get("parameter_group_name");
    return name && this.named("aws_db_parameter_group", name)?.resource.address;
  }

  /** Names of the target groups of a load balancer. */
  targetGroups(balancer: Resource): string[] {
    return this.resources("aws_lb_listener")
      .filter((listener) => this.named("aws_lb", listener.get("load_balancer_arn"))?.resource === balancer)
      .flatMap((listener) => this.nameOf(listener.get("default_action", 0, "target_group_arn")) ?? []);
  }

  private named(kind: string, value: Value): Thing | undefined {
    return certain(this.proof.configuration.named(kind, value));
  }

  private resources(type: string): readonly Resource[] {
    return this.proof.configuration.resources(type);
  }

  private nameOf(value: Value): string | undefined {
    const resource = value.kind === "reference" ? this.proof.configuration.find(value.address) : undefined;
    const names = ["name", "function_name"].map((key) => resource && textOf(resource.get(key)));
    return names.find((name) => typeof name === "string");
  }
}
