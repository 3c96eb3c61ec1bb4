import { z } from "zod";
import type { Aws } from "../../aws/cli";
import { type Check, type Looking, read } from "../check";
import { quotaCheck } from "./quota";

const types = read("ec2:DescribeInstanceTypes", "ec2", "describe-instance-types");
const instances = read("ec2:DescribeInstances", "ec2", "describe-instances");

const typesShape = z.object({
  InstanceTypes: z.array(
    z.object({ InstanceType: z.string(), VCpuInfo: z.object({ DefaultVCpus: z.number() }) }),
  ),
});
const instancesShape = z.object({
  Reservations: z.array(
    z.object({
      Instances: z.array(
        z.object({
          InstanceType: z.string(),
          InstanceLifecycle: z.string().optional(),
          CpuOptions: z.object({ CoreCount: z.number(), ThreadsPerCore: z.number() }).optional(),
        }),
      ),
    }),
  ),
});

type Capacity = "ON_DEMAND" | "SPOT";

/** Families of the quota for "Standard" instances. */
const isStandard = (type: string): boolean => /^[acdhimrtz]\d/.test(type);

async function processorsOf(aws: Aws, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { InstanceTypes } = await aws.ask(types, typesShape, "--instance-types", ...names);
  return new Map(InstanceTypes.map(({ InstanceType, VCpuInfo }) => [InstanceType, VCpuInfo.DefaultVCpus]));
}

/** Initial nodes of all groups, each with the largest type of its group. */
async function needed({ aws, needs }: Looking, capacity: Capacity): Promise<number> {
  const groups = needs
    .of("aws_eks_node_group")
    .map(({ values }) => ({
      nodes: Number(Object(values.scaling_config).min_size ?? 0),
      names: [values.instance_types].flat().map(String).filter(isStandard),
      capacity: values.capacity_type ?? "ON_DEMAND",
    }))
    .filter((group) => group.capacity === capacity && group.nodes > 0 && group.names.length > 0);
  if (groups.length === 0) return 0;
  const processors = await processorsOf(aws, [...new Set(groups.flatMap(({ names }) => names))].sort());
  const largest = (names: readonly string[]) => Math.max(...names.map((name) => processors.get(name) ?? 0));
  return groups.reduce((sum, { nodes, names }) => sum + nodes * largest(names), 0);
}

async function used({ aws }: Looking, capacity: Capacity): Promise<number> {
  const states = ["--filters", "Name=instance-state-name,Values=pending,running"];
  const { Reservations } = await aws.ask(instances, instancesShape, ...states);
  return Reservations.flatMap(({ Instances }) => Instances)
    .filter(({ InstanceType }) => isStandard(InstanceType))
    .filter(({ InstanceLifecycle }) => (InstanceLifecycle === "spot") === (capacity === "SPOT"))
    .reduce(
      (sum, { CpuOptions: { CoreCount, ThreadsPerCore } = { CoreCount: 0, ThreadsPerCore: 0 } }) =>
        sum + CoreCount * ThreadsPerCore,
      0,
    );
}

const check = (name: string, code: string, capacity: Capacity, refusal: string): Check =>
  quotaCheck({
    name,
    service: "ec2",
    code,
    refusal,
    reads: [types, instances],
    needed: (looking) => needed(looking, capacity),
    used: (looking) => used(looking, capacity),
  });

/** New accounts have a small quota of vCPUs: a node group then waits for nodes until its creation fails. */
export const processorChecks: readonly Check[] = [
  check("vCPUs of On-Demand nodes", "L-1216C47A", "ON_DEMAND", "VcpuLimitExceeded"),
  check("vCPUs of Spot nodes", "L-34B43A08", "SPOT", "MaxSpotInstanceCountExceeded"),
];
