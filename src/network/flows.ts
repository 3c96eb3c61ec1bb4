import { databasePort } from "../config/names";
import { type Flow, Traffic } from "./flow";

/**
 * The connections inside an environment. Ids and numbers are one list over all topologies: a flow that two of them
 * have is the same rules in both.
 *
 * Answers from the internet may come to any port above 1023: what keeps strangers out there is that private subnets
 * cannot be addressed from outside, that requests may leave to port 443 only, and that security groups are stateful.
 *
 * Nothing crosses the border of the public database subnets but what `externalAccessFlows` add. Load balancers of
 * applications in the public cluster subnets would bring flows of theirs along.
 */
export const flows = {
  cluster: {
    id: "cluster",
    number: 100,
    from: "clusterPrivate",
    to: "clusterPrivate",
    traffic: Traffic.anything,
    why: "Control plane, nodes, pods and interface endpoints reach each other in both zones",
  },
  database: {
    id: "database",
    number: 120,
    from: "clusterPrivate",
    to: "databasePrivate",
    traffic: Traffic.tcp(databasePort),
    why: "Pods with the client security group open connections to PostgreSQL",
  },
  besideDatabase: {
    id: "credentials",
    number: 140,
    from: "databasePrivate",
    to: "databasePrivate",
    traffic: Traffic.tcp(databasePort, 443),
    why: "Gateways, proxies and the credentials function reach PostgreSQL, and the function Secrets Manager's endpoint, in the other zone",
  },
  internet: {
    id: "internet",
    number: 160,
    from: "clusterPrivate",
    through: "clusterPublic",
    to: "internet",
    traffic: Traffic.tcpToInternet(443),
    why: "Nodes and pods fetch images and call APIs through the NAT gateways",
  },
} as const satisfies Record<string, Flow>;

/** What external access adds: from listed ranges to its load balancer, and from there to the database. */
export const externalAccessFlows = {
  externalClients: {
    id: "external",
    number: 2000,
    from: "externalClients",
    to: "databasePublic",
    traffic: Traffic.tcp(databasePort),
    why: "Clients in the ranges of externalAccess open connections to the load balancer",
  },
  loadBalancer: {
    id: "load-balancer",
    number: 200,
    from: "databasePublic",
    to: "databasePrivate",
    traffic: Traffic.tcp(databasePort),
    why: "The load balancer opens connections to PostgreSQL, for clients and to see whether it answers",
  },
  pathMtu: {
    id: "external-mtu",
    number: 17000,
    from: "externalClients",
    to: "databasePublic",
    traffic: Traffic.fragmentationNeeded(),
    why: "Routers in the ranges of externalAccess say that packets of the load balancer are too large",
  },
} as const satisfies Record<string, Flow>;
