import { z } from "zod";
import { type Check, enough, type Finding, lacking, read } from "../check";

const zones = read("ec2:DescribeAvailabilityZones", "ec2", "describe-availability-zones");
const zonesShape = z.object({
  AvailabilityZones: z.array(
    z.object({
      ZoneName: z.string(),
      ZoneId: z.string(),
      State: z.string(),
      OptInStatus: z.string().default("opt-in-not-required"),
    }),
  ),
});

/** Zones in which EKS creates no control plane. https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
const withoutControlPlane = ["use1-az3", "usw1-az2", "cac1-az3"];

const availableZones: Check = {
  name: "Availability zones",
  reason: "Zones are fixed once applied, and the letter of a zone means a different zone in each account.",
  reads: [zones],
  async look({ aws, needs }) {
    if (needs.of("aws_subnet").length === 0) return [];
    const { AvailabilityZones } = await aws.ask(zones, zonesShape);
    const usable = AvailabilityZones.filter(
      ({ ZoneId, State, OptInStatus }) =>
        State === "available" && OptInStatus !== "not-opted-in" && !withoutControlPlane.includes(ZoneId),
    ).map(({ ZoneName }) => ZoneName);
    const unusable = needs.environment.zones.filter((zone) => !usable.includes(zone));
    if (unusable.length === 0) return [enough(needs.environment.zones.join(", "))];
    return unusable.map((zone) =>
      lacking(`this account cannot use ${zone} for EKS`, `Name two of ${usable.join(", ")} under zones.`),
    );
  },
};

const offerings = read("ec2:DescribeInstanceTypeOfferings", "ec2", "describe-instance-type-offerings");
const offeringsShape = z.object({
  InstanceTypeOfferings: z.array(z.object({ InstanceType: z.string(), Location: z.string() })),
});

const nodeTypes: Check = {
  name: "Instance types of nodes",
  reason: "A zone that offers no instance type of a node group gets no nodes of that group.",
  reads: [offerings],
  async look({ aws, needs }) {
    const groups = needs
      .of("aws_eks_node_group")
      .map(({ values }) => [values.instance_types].flat().map(String));
    const types = [...new Set(groups.flat())].sort();
    if (types.length === 0) return [];
    const { InstanceTypeOfferings } = await aws.ask(
      offerings,
      offeringsShape,
      ...["--location-type", "availability-zone"],
      ...["--filters", `Name=instance-type,Values=${types.join(",")}`],
    );
    const offered = new Set(
      InstanceTypeOfferings.map(({ InstanceType, Location }) => `${InstanceType} ${Location}`),
    );
    const lacks = needs.environment.zones.flatMap((zone) =>
      groups
        .filter((group) => !group.some((type) => offered.has(`${type} ${zone}`)))
        .map(
          (group): Finding =>
            lacking(
              `${zone} has none of ${group.join(", ")}`,
              "Name another type in instanceTypes, or other zones.",
            ),
        ),
    );
    return lacks.length > 0 ? lacks : [enough(types.join(", "))];
  },
};

const orderable = read(
  "rds:DescribeOrderableDBInstanceOptions",
  "rds",
  "describe-orderable-db-instance-options",
);
const orderableShape = z.object({
  OrderableDBInstanceOptions: z.array(
    z.object({ EngineVersion: z.string(), AvailabilityZones: z.array(z.object({ Name: z.string() })) }),
  ),
});

const databaseClasses: Check = {
  name: "Instance classes of databases",
  reason: "Not every region and zone offers every class, and a class does not run every PostgreSQL version.",
  reads: [orderable],
  async look({ aws, needs }) {
    const wanted = new Map(
      needs.of("aws_db_instance").map(({ values }) => {
        const [type, version] = [String(values.instance_class), String(values.engine_version)];
        return [`${type} with PostgreSQL ${version}`, { type, version }] as const;
      }),
    );
    const findings = [...wanted].map(async ([name, { type, version }]): Promise<Finding> => {
      const { OrderableDBInstanceOptions } = await aws.ask(
        orderable,
        orderableShape,
        ...["--engine", "postgres", "--db-instance-class", type],
      );
      const fitting = OrderableDBInstanceOptions.filter(
        ({ EngineVersion }) => EngineVersion === version || EngineVersion.startsWith(`${version}.`),
      );
      const there = new Set(
        fitting.flatMap(({ AvailabilityZones }) => AvailabilityZones.map(({ Name }) => Name)),
      );
      const missing = needs.environment.zones.filter((zone) => !there.has(zone));
      return missing.length === 0
        ? enough(name)
        : lacking(`${missing.join(" and ")} have no ${name}`, "Name another instanceClass, or other zones.");
    });
    return Promise.all(findings);
  },
};

export const zoneChecks: readonly Check[] = [availableZones, nodeTypes, databaseClasses];
