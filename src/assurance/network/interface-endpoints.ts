import { IntervalSet } from "../sets";
import { booleanOf, type Configuration, certain, type Resource } from "../terraform";
import { noGroups } from "./held-groups";
import { addressesOf, connectionsTo, endsOf, type Leg, walked } from "./legs";
import type { LoadBalancer } from "./load-balancers";
import type { Notes } from "./notes";
import { packets } from "./packets";
import type { Party } from "./parties";
import { type Opening, Relay } from "./relays";
import type { RoutedNetwork } from "./routed-network";
import { conditionStage, securityGroupStage } from "./stages";

/**
 * An interface endpoint of a declared endpoint service, which leads to the service's load balancers.
 *
 * @param service address of the endpoint service
 * @param accepted whether the service accepts the endpoint; undefined if it must be accepted manually
 */
function relayTo(
  entrance: Party,
  behind: readonly LoadBalancer[],
  service: string,
  accepted: boolean | undefined,
): Relay {
  const openings = behind.flatMap((balancer) =>
    balancer.openings.map(
      (opening): Opening => ({
        ...opening,
        through: [balancer.name, ...opening.through],
        entrance,
        conditions: (routed, client) => [
          throughPrivateLink(routed, client, balancer, opening.listeners, service, accepted),
        ],
      }),
    ),
  );
  const exits = behind.flatMap((balancer) => balancer.exits);
  return new Relay(entrance, exits, openings, [behind, service, accepted]);
}

/** An endpoint of an AWS service leads no further; one of a declared endpoint service is a relay. */
export function interfaceEndpoint(
  configuration: Configuration,
  endpoint: Resource,
  entrance: Party,
  balancers: readonly LoadBalancer[],
  accepters: readonly Resource[],
  notes: Notes,
): Relay[] {
  const name = endpoint.get("service_name");
  if (name.kind === "constant" && /^(com|cn\.com)\.amazonaws\.(?!vpce\.)/.test(String(name.value))) return [];
  const service = notes.declared("aws_vpc_endpoint_service", name, endpoint.address)?.resource;
  if (!service) return [];
  const behind = notes
    .each("aws_lb", service.get("network_load_balancer_arns"), service.address)
    .flatMap((key) => balancers.filter((one) => one.arn === key));
  const accepted = isAccepted(configuration, service, endpoint, accepters);
  return [relayTo(entrance, behind, service.address, accepted)];
}

/**
 * PrivateLink passes connections to the load balancer with the client's own address. The load balancer's security
 * groups see neither the endpoint's address nor the client's groups, and may be disabled for PrivateLink.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function throughPrivateLink(
  network: RoutedNetwork,
  source: Party,
  balancer: LoadBalancer,
  listeners: IntervalSet,
  service: string,
  accepted: boolean | undefined,
): Leg {
  const clients = IntervalSet.unionOf(endsOf(source).map(addressesOf));
  const [first] = balancer.entrance.interfaces;
  return walked(
    [
      conditionStage(
        "NO_TARGET",
        service,
        accepted,
        "it accepts the endpoint",
        "it does not accept the endpoint",
      ),
      ...(first && balancer.judgesPrivateLink
        ? [securityGroupStage(network.groups, first, "ingress", { groups: noGroups })]
        : []),
    ],
    connectionsTo(listeners).intersect(packets({ source: clients })),
  );
}

/** Undefined if it must be accepted manually. */
function isAccepted(
  configuration: Configuration,
  service: Resource,
  endpoint: Resource,
  accepters: readonly Resource[],
): boolean | undefined {
  const accepts = accepters.some((one) => {
    const named = configuration.named("aws_vpc_endpoint_service", one.get("vpc_endpoint_service_id"));
    const accepted = configuration.named("aws_vpc_endpoint", one.get("vpc_endpoint_id"));
    return certain(named)?.resource === service && certain(accepted)?.resource === endpoint;
  });
  const needed = booleanOf(service.get("acceptance_required"));
  return accepts || needed === false || booleanOf(endpoint.get("auto_accept")) === true ? true : undefined;
}
