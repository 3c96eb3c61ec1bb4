import { groupedBy } from "../grouping";
import { manifestsOf } from "../manifests";
import type { Party } from "../network";
import { selectsLabels } from "../network/kubernetes";
import { balancersOf, sourcesOf } from "../network/network";
import type { Relay } from "../network/relays";
import {
  type Configuration,
  isAbsent,
  isUnknown,
  keyOf,
  listOf,
  numberOf,
  possible,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import { field, readable } from "../terraform/blocks";
import { podTemplates } from "../workloads";

/** Port of load balancers in front of applications. */
export const https = 443;

/** An application to which a listener rule forwards, as the configuration declares it. */
export interface FoundApplication {
  readonly namespace: string;
  readonly workload: string;
  readonly hostname: string;
  /** Port on which its pods listen. */
  readonly port: number;
  /** Its pods. */
  readonly pods: Party;
  readonly balancer: Relay;
  readonly isInternal: boolean;
  /** ARNs of the certificates of its listener, which serves all applications behind the load balancer. */
  readonly certificates: readonly string[];
  /** Stack that declares the load balancer. */
  readonly stack: string;
}

/**
 * Each listener rule with the one application to which it forwards, or a sentence that says why its target is not
 * known. A class, so that no part is reused from an earlier proof: its pods and load balancers must be the objects of
 * the current network.
 */
class FoundApplications {
  constructor(
    readonly applications: readonly FoundApplication[],
    readonly unclear: readonly string[],
  ) {}
}

/**
 * Resolves listener rules to applications: from the listener over target group, binding and Service to pods. It
 * requests single parts of the network, since the network as a whole is seldom equal to an earlier one.
 */
export function findApplications(configuration: Configuration): FoundApplications {
  const bindings = bindingsByTargetGroup(configuration);
  const found = configuration
    .resources("aws_lb_listener_rule")
    .map((rule) => applicationOf(rule, configuration, bindings));
  return new FoundApplications(
    found.filter((one) => typeof one !== "string"),
    [...found.filter((one) => typeof one === "string"), ...unboundTargets(configuration, bindings)],
  );
}

type Bindings = ReadonlyMap<string, readonly Resource[]>;

const targetGroupOf = (configuration: Configuration, value: Value): Resource | undefined =>
  configuration.resourceNamed("aws_lb_target_group", value);

const bindingsByTargetGroup = (configuration: Configuration): Bindings =>
  groupedBy(
    configuration.derived(manifestsOf, "TargetGroupBinding"),
    (manifest) =>
      targetGroupOf(configuration, manifest.get("manifest", "spec", "targetGroupARN"))?.address ?? "",
  );

/**
 * A binding registers pods with any group that it names, and no other question covers target groups without a listener
 * rule.
 */
function unboundTargets(configuration: Configuration, bindings: Bindings): string[] {
  const led = new Set(
    configuration.resources("aws_lb_listener_rule").map((rule) => forwarded(rule, configuration)?.address),
  );
  return [...bindings].flatMap(([group, manifests]) => {
    if (group === "")
      return manifests.map(({ address }) => `${address} binds a target group that is not declared here`);
    return [
      ...(led.has(group)
        ? []
        : manifests.map(({ address }) => `${address} binds ${group}, to which no rule leads`)),
      ...(manifests.length > 1 ? [`${group} is bound ${manifests.length} times`] : []),
    ];
  });
}

/** The only target group to which a rule forwards. */
function forwarded(rule: Resource, configuration: Configuration): Resource | undefined {
  const { blocks, unclear } = readable(rule.get("action"));
  const [action] = blocks;
  if (!action || blocks.length > 1 || unclear.length > 0 || textOf(field(action, "type")) !== "forward")
    return undefined;
  return targetGroupOf(configuration, field(action, "target_group_arn"));
}

function applicationOf(
  rule: Resource,
  configuration: Configuration,
  bindings: Bindings,
): FoundApplication | string {
  const unclear = (what: string) => `${rule.address} ${what}`;
  const listener = configuration.resourceNamed("aws_lb_listener", rule.get("listener_arn"));
  const lb = listener && configuration.resourceNamed("aws_lb", listener.get("load_balancer_arn"));
  const balancer = balancersOf(configuration).find(({ address }) => address === lb?.address);
  if (!lb || !balancer) return unclear("belongs to no load balancer that is declared here");
  if (numberOf(listener.get("port")) !== https)
    return unclear(`belongs to a listener on another port than ${https}`);
  const hostname = hostnameOf(rule);
  if (hostname === undefined) return unclear("is not about one whole host name alone");
  const group = forwarded(rule, configuration);
  if (!group) return unclear("leads to something else than one target group that is declared here");
  const [binding] = bindings.get(group.address) ?? [];
  if (!binding) return unclear(`leads to ${group.address}, which no binding fills`);
  const target = podsBehind(binding, configuration);
  if (typeof target === "string") return target;
  if (String(target.port) !== String(textOf(group.get("port"))))
    return unclear(`leads to ${group.address}, whose port is not that of its pods (${target.port})`);
  return {
    ...target,
    hostname,
    balancer,
    isInternal: textOf(lb.get("internal")) === "true",
    certificates: certificatesOf(listener, configuration),
    stack: lb.stack,
  };
}

function certificatesOf(listener: Resource, configuration: Configuration): string[] {
  const further = configuration
    .resources("aws_lb_listener_certificate")
    .filter((one) =>
      possible(configuration.named("aws_lb_listener", one.get("listener_arn"))).some(
        ({ resource }) => resource === listener,
      ),
    );
  return [listener, ...further].flatMap((holder) => {
    const arn = textOf(holder.get("certificate_arn")) ?? [];
    return isUnknown(arn) ? `of ${holder.address}, which is not known (${arn.reason})` : arn;
  });
}

function hostnameOf(rule: Resource): string | undefined {
  const { blocks, unclear } = readable(rule.get("condition"));
  const [condition] = blocks;
  if (!condition || blocks.length > 1 || unclear.length > 0) return undefined;
  const said = [...condition.entries].filter(([, value]) => !isAbsent(value)).map(([name]) => name);
  const values = listOf(field(condition, "host_header", "values"));
  if (said.join() !== "host_header" || !values || isUnknown(values)) return undefined;
  const [name, ...others] = values.map(textOf);
  return typeof name === "string" && others.length === 0 && !/[*?]/.test(name) ? name : undefined;
}

type Behind = Pick<FoundApplication, "namespace" | "workload" | "port" | "pods">;

/** The pods of one workload, selected by a Service in the binding's namespace. */
function podsBehind(binding: Resource, configuration: Configuration): Behind | string {
  const at = (...path: string[]) => field(binding.get("manifest"), ...path);
  const namespace = at("metadata", "namespace");
  const services = configuration
    .resources("kubernetes_service_v1")
    .filter(
      (service) =>
        keyOf(service.get("metadata", 0, "namespace")) === keyOf(namespace) &&
        keyOf(service.get("metadata", 0, "name")) === keyOf(at("spec", "serviceRef", "name")),
    );
  const [service] = services;
  if (!service || services.length > 1)
    return `${binding.address} names a service that is not declared in its namespace`;
  const port = portNamed(service, at("spec", "serviceRef", "port"));
  const selected = configuration
    .derived(podTemplates)
    .filter(
      ({ resource, metadata }) =>
        keyOf(resource.get("metadata", 0, "namespace")) === keyOf(namespace) &&
        selectsLabels(asSelector(service.get("spec", 0, "selector")), field(metadata, "labels")) !== false,
    );
  const [template] = selected;
  if (!template || selected.length > 1)
    return `${service.address} leads to ${selected.length} workloads instead of one`;
  const pods = sourcesOf(configuration).find(
    ({ kind, address }) => kind === "pods" && address === template.resource.address,
  );
  const container = readable(field(template.spec, "container", "port")).blocks.find(
    (one) => textOf(field(one, "name")) === port || String(textOf(field(one, "container_port"))) === port,
  );
  const number = container && numberOf(field(container, "container_port"));
  if (pods?.id.kind !== "pods" || pods.id.workload === undefined || typeof number !== "number")
    return `${service.address} leads to a port that ${template.resource.address} does not name`;
  return { namespace: pods.id.namespace, workload: pods.id.workload, port: number, pods };
}

const asSelector = (labels: Value): Value => ({
  kind: "dictionary",
  entries: new Map([["match_labels", labels]]),
});

/** The target port of a Service's port, by its name or number. */
function portNamed(service: Resource, wanted: Value): string | undefined {
  const { blocks } = readable(service.get("spec", 0, "port"));
  const found = blocks.find((one) =>
    [field(one, "name"), field(one, "port")].some(
      (value) => String(textOf(value)) === String(textOf(wanted)),
    ),
  );
  const target =
    found &&
    textOf(isAbsent(field(found, "target_port")) ? field(found, "port") : field(found, "target_port"));
  return typeof target === "string" ? target : undefined;
}
