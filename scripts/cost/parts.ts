import { databaseClasses, hours, instanceTypes, monthly, prices, spotShare } from "./prices";
import { type Item, type Resources, referredTo } from "./resources";

/** A quantity of an environment as text, with its cost per month. */
export interface Line {
  readonly quantity: string;
  /** In USD. Undefined if a price is not in the table. */
  readonly usd: number | undefined;
}

type Part = (resources: Resources) => Line[];

const line = (count: number, quantity: string, usd: number | undefined): Line[] =>
  count === 0 ? [] : [{ quantity, usd: usd === undefined ? undefined : count * usd }];

/** A number of units with the same price. */
const counted = (count: number, quantity: string, price: Parameters<typeof monthly>[0]): Line[] =>
  line(count, quantity, monthly(price));

/** Parts that are charged while they exist, in the order of the table. Charges by usage are not included. */
export const parts: Readonly<Record<string, Part>> = {
  "EKS control plane": (found) => {
    const count = found.count("aws_eks_cluster");
    return counted(count, String(count), prices.cluster);
  },
  nodes: (found) => found.all("aws_eks_node_group").flatMap(nodesOf),
  "their volumes": (found) =>
    found.all("aws_eks_node_group").flatMap((group) => {
      const size = volumeOf(group, found);
      return counted(nodeCount(group) * size, `${nodeCount(group)} × ${size} GiB`, prices.nodeVolume);
    }),
  "NAT gateways, with an address each": (found) => {
    const count = found.count("aws_nat_gateway");
    return line(count, String(count), monthly(prices.natGateway) + monthly(prices.publicAddress));
  },
  "interface endpoints": (found) => {
    const endpoints = found.all("aws_vpc_endpoint").filter(isOf("Interface"));
    const text = `${endpoints.length} in ${found.zones} zones`;
    return counted(endpoints.length * found.zones, text, prices.interfaceEndpoint);
  },
  "resource endpoints": (found) => {
    const { length } = found.all("aws_vpc_endpoint").filter(isOf("Resource"));
    return counted(length, String(length), prices.resourceEndpoint);
  },
  "database instances": (found) => found.all("aws_db_instance").flatMap(instanceOf),
  "their storage": (found) =>
    found.all("aws_db_instance").flatMap((instance) => {
      const size = Number(instance.allocated_storage);
      return counted(
        size * copiesOf(instance),
        times(copiesOf(instance), `${size} GiB`),
        prices.databaseStorage,
      );
    }),
  "RDS Proxy": (found) =>
    found.all("aws_db_proxy").flatMap((proxy) => {
      const instance = found.all("aws_db_instance").find(({ identifier }) => identifier === proxy.name);
      const processors = classOf(instance)?.processors;
      return line(1, `${processors} virtual CPUs`, processors && processors * monthly(prices.proxy));
    }),
  "load balancers": (found) => {
    const all = found.all("aws_lb");
    const addresses = all.filter(({ internal }) => internal !== true).length * found.zones;
    const usd = all.length * monthly(prices.loadBalancer) + addresses * monthly(prices.publicAddress);
    return all.length === 0
      ? []
      : [{ quantity: `${all.length}${addresses > 0 ? `, ${addresses} public addresses` : ""}`, usd }];
  },
  "private hosted zones": (found) => {
    const count = found.count("aws_route53_zone");
    return counted(count, String(count), prices.hostedZone);
  },
  "KMS keys": (found) => {
    const count = found.count("aws_kms_key");
    return counted(count, String(count), prices.key);
  },
  "secrets, with those of master passwords": (found) => {
    const masters = found.all("aws_db_instance").filter((one) => one.manage_master_user_password === true);
    const count = found.count("aws_secretsmanager_secret") + masters.length;
    return counted(count, String(count), prices.secret);
  },
  "alarms, by their metrics": (found) => {
    const count = found.all("aws_cloudwatch_metric_alarm").reduce((sum, alarm) => sum + metricsOf(alarm), 0);
    return counted(count, String(count), prices.alarm);
  },
  "metrics made of logs": (found) => {
    const count = found.count("aws_cloudwatch_log_metric_filter");
    return counted(count, String(count), prices.metric);
  },
};

const isOf =
  (type: string) =>
  ({ vpc_endpoint_type }: Item): boolean =>
    vpc_endpoint_type === type;

const times = (count: number, text: string): string => (count === 1 ? text : `${count} × ${text}`);

const nodeCount = (group: Item): number => {
  const [{ min_size } = { min_size: 0 }] = [group.scaling_config].flat() as { min_size: number }[];
  return min_size;
};

function nodesOf(group: Item): Line[] {
  const [type = ""] = group.instance_types as string[];
  const isSpot = group.capacity_type === "SPOT";
  const usd = instanceTypes[type];
  const text = `${nodeCount(group)} × ${type}${isSpot ? ", spot" : ""}`;
  return line(nodeCount(group), text, usd && usd * hours * (isSpot ? spotShare : 1));
}

function volumeOf(group: Item, found: Resources): number {
  const [launch] = [group.launch_template].flat() as { id: string }[];
  const template = referredTo(launch?.id, found.all("aws_launch_template"));
  const devices = (template?.block_device_mappings ?? []) as { ebs: { volume_size: number } }[];
  return devices.reduce((sum, { ebs }) => sum + ebs.volume_size, 0);
}

const copiesOf = ({ multi_az }: Item): number => (multi_az === true ? 2 : 1);

const classOf = (instance: Item | undefined) => databaseClasses[String(instance?.instance_class)];

function instanceOf(instance: Item): Line[] {
  const usd = classOf(instance)?.usd;
  const text = `${instance.instance_class}${copiesOf(instance) > 1 ? ", Multi-AZ" : ""}`;
  return line(copiesOf(instance), text, usd && usd * hours);
}

const metricsOf = ({ metric_query: queries }: Item): number =>
  queries === undefined ? 1 : (queries as Item[]).filter(({ metric }) => metric !== undefined).length;
