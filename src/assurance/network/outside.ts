import type { IntervalSet } from "../sets";
import { noGroups } from "./held-groups";
import { connectionsTo, walked } from "./legs";
import type { Network } from "./network";
import { packets } from "./packets";
import type { NetworkInterface, Party } from "./parties";
import { local } from "./routes";
import { aclStage, routeStage, type Stage, securityGroupStage } from "./stages";

/** Access of a network that is neither in a VPC of this configuration nor on the internet, such as an office's. */
export interface FromOutside {
  /** Whether security groups and network ACLs certainly admit all of it, and its responses. */
  readonly isAdmitted: boolean;
  /** Whether they may admit any of it. */
  readonly mayBeAdmitted: boolean;
  /**
   * Whether a route of this configuration may lead responses to it, other than local routes and those to internet
   * gateways.
   */
  readonly mayHaveRoute: boolean;
}

/** Judges connections from addresses outside to ports of a party. */
export function fromOutside(network: Network, from: IntervalSet, to: Party, ports: IntervalSet): FromOutside {
  const judged = to.interfaces.map((one) => {
    const start = connectionsTo(ports).intersect(
      packets({ source: from, destination: one.subnet.addresses }),
    );
    const admitting = walked(admission(network, one), start);
    const routed = walked([route(network, one)], start);
    return { admitting, routed };
  });
  return {
    isAdmitted: judged.length > 0 && judged.every(({ admitting }) => admitting.always),
    mayBeAdmitted: judged.some(({ admitting }) => !admitting.passes.possible.isEmpty),
    mayHaveRoute: judged.some(({ routed }) => !routed.passes.possible.isEmpty),
  };
}

const admission = ({ groups }: Network, one: NetworkInterface): Stage[] => [
  aclStage(one.subnet, "ingress", false),
  securityGroupStage(groups, one, "ingress", { groups: noGroups }),
  aclStage(one.subnet, "egress", true),
];

/** Peerings, and targets that are not followed: transit and VPN gateways. */
function route({ nats }: Network, { subnet }: NetworkInterface): Stage {
  const inside = new Set([local, ...subnet.vpc.internetGateways, ...nats.map(({ key }) => key)]);
  const others = subnet.routes.targets.filter((target) => !inside.has(target));
  return routeStage(subnet, others, true);
}
