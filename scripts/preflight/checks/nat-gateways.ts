import { z } from "zod";
import type { Resource } from "../../output-folder";
import { type Check, read } from "../check";
import type { Needs } from "../needs";
import { roomFor } from "../room";
import { allowedBy, quotaReads, refusedWith } from "./quota";

const gateways = read("ec2:DescribeNatGateways", "ec2", "describe-nat-gateways");
const gatewaysShape = z.object({
  NatGateways: z.array(z.object({ State: z.string(), SubnetId: z.string().optional() })),
});
const subnets = read("ec2:DescribeSubnets", "ec2", "describe-subnets");
const subnetsShape = z.object({
  Subnets: z.array(z.object({ SubnetId: z.string(), AvailabilityZone: z.string() })),
});

/** States of a gateway that count against the quota. */
const counted = ["pending", "available", "deleting"];

const service = "vpc";
const code = "L-FE5A380F";

/** The quota applies per zone: AWS returns the subnet of a gateway, and the zone of a subnet. */
export const natGateways: Check = {
  name: "NAT gateways per zone",
  reason: refusedWith("NatGatewayLimitExceeded"),
  reads: [gateways, subnets, ...quotaReads],
  async look({ aws, needs }) {
    const more = countedBy(needs.of("aws_nat_gateway"), (gateway) => zoneOf(gateway, needs));
    if (more.size === 0) return [];
    const [allowed, { NatGateways }, { Subnets }] = await Promise.all([
      allowedBy(aws, service, code),
      aws.ask(gateways, gatewaysShape),
      aws.ask(subnets, subnetsShape),
    ]);
    const zones = new Map(Subnets.map(({ SubnetId, AvailabilityZone }) => [SubnetId, AvailabilityZone]));
    const there = countedBy(
      NatGateways.filter(({ State }) => counted.includes(State)),
      ({ SubnetId }) => zones.get(SubnetId ?? ""),
    );
    const { region } = needs.environment;
    return [...more].map(([zone, count]) => {
      const finding = roomFor(count, there.get(zone) ?? 0, allowed, { region, service, code });
      return { ...finding, text: `${zone}: ${finding.text}` };
    });
  },
};

/** The zone of a gateway's subnet, which is in the same stack. */
function zoneOf({ stack, values }: Resource, { all }: Needs): string | undefined {
  const [, address] = /^\$\{(aws_subnet\.[\w-]+)\.id\}$/.exec(String(values.subnet_id)) ?? [];
  const subnet = all.find((one) => one.stack === stack && one.address === address);
  return subnet && String(subnet.values.availability_zone);
}

function countedBy<T>(items: readonly T[], zone: (item: T) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const name = zone(item);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
