import type { Cause, Symptom } from "./cause";
import type { ConnectionPath } from "./path";

/** Packets are dropped, without any response. */
export const timeout = (path: ConnectionPath): Symptom => ({
  name: "The connection times out",
  means: "packets are dropped on the path, nothing answers",
  causes: [
    ...unlisted(path),
    ...groupsOfPods(path),
    ...relays(path),
    failover(path),
    ...refusedPackets(path),
    drift(path),
  ],
});

/** A client that changes its network or its proxy has another address. */
function unlisted({ reach, proof }: ConnectionPath): Cause[] {
  const ranges =
    proof.intent.databases.find(({ database }) => database === reach.database.name)?.ranges ?? [];
  if (reach.source.kind !== "internet" || ranges.length === 0) return [];
  return [
    {
      what: `The client's address is in none of the ranges that may connect: ${ranges.join(", ")}.`,
      run: ["curl https://checkip.amazonaws.com"],
    },
  ];
}

/** EKS starts a pod without its security groups if the webhook that assigns them does not respond in time. */
function groupsOfPods(path: ConnectionPath): Cause[] {
  if (!path.isFromPods) return [];
  const column = "ENI:.metadata.annotations.vpc\\.amazonaws\\.com/pod-eni";
  return [
    {
      what: "The pod has none of its security groups: it is older than its SecurityGroupPolicy, or EKS assigned it none. Delete it.",
      at: [path.groupPolicy],
      run: [`kubectl -n ${path.namespace} get pods -o custom-columns='POD:.metadata.name,${column}'`],
    },
  ];
}

const relays = (path: ConnectionPath): Cause[] =>
  path.relays.flatMap((relay): Cause[] => {
    if (relay.type === "aws_vpc_endpoint")
      return [
        {
          what: "The endpoint is not available, or the other side has not accepted it.",
          at: [relay.address],
          run: [
            "aws ec2 describe-vpc-endpoints --query 'VpcEndpoints[?VpcEndpointType!=`Gateway`].[VpcEndpointId,ServiceName,State]'",
          ],
        },
      ];
    return [
      {
        what: "The load balancer's target is an earlier address of the instance.",
        at: [relay.address],
        run: path.targetGroups(relay).map(targetHealth),
      },
    ];
  });

export const targetHealth = (group: string): string =>
  `aws elbv2 describe-target-health --target-group-arn "$(aws elbv2 describe-target-groups --names ${group} --query 'TargetGroups[0].TargetGroupArn' --output text)"`;

const failover = ({ database, reach }: ConnectionPath): Cause => ({
  what: "The instance has just moved (failover, resizing), and the client keeps its old address; or its storage is full.",
  at: [reach.database.address],
  run: [describeInstance(database), describeEvents(database)],
});

const describeInstance = (database: string): string =>
  `aws rds describe-db-instances --db-instance-identifier ${database} --query 'DBInstances[0].[DBInstanceStatus,Endpoint]'`;

export const describeEvents = (database: string): string =>
  `aws rds describe-events --source-type db-instance --source-identifier ${database} --duration 120`;

const refusedPackets = ({ flowLogs }: ConnectionPath): Cause[] =>
  flowLogs.length === 0
    ? []
    : [
        {
          what: "A security group or network ACL refuses it. Flow logs name the interface and both addresses.",
          run: flowLogs.map(
            (log) => `aws logs filter-log-events --log-group-name ${log} --filter-pattern '"5432" "REJECT"'`,
          ),
        },
      ];

const drift = ({ guide, stacks }: ConnectionPath): Cause => ({
  what: "The applied infrastructure differs from the judged one: a rule was changed by hand, or a stack is not applied yet.",
  run: stacks.map(guide.compare),
});
