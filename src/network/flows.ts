import type { ApplicationAccessSettings } from "../config/model";
import { databasePort } from "../config/names";
import { type Flow, Traffic } from "./flow";

/**
 * The connections inside an environment. Ids and numbers are one list over all topologies: a flow that two of them
 * have is the same rules in both.
 *
 * Answers from the internet may come to any port above 1023: what keeps strangers out there is that private subnets
 * cannot be addressed from outside, that requests may leave to port 443 only, and that security groups are stateful.
 *
 * Nothing crosses the border of the public database subnets but what `externalAccessFlows` add, and to the public cluster
 * subnets from outside only what `applicationAccessFlows` add.
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

/**
 * What access to applications adds: from listed ranges to load balancers, and from there to applications. Load balancers of
 * both schemes stand in the public subnets, where no pod is: an address there says that a load balancer sends.
 *
 * Routers in the ranges say that a packet is too large to the NAT gateways as well: that is among the answers from the
 * internet already.
 */
export const applicationAccessFlows = ({ ports }: ApplicationAccessSettings): Flow[] => [
  {
    id: "application-clients",
    number: 2000,
    from: "applicationClients",
    to: "clusterPublic",
    traffic: Traffic.tcp(443),
    why: "Clients in the ranges of applicationAccess open connections to load balancers of applications",
  },
  {
    id: "applications",
    number: 240,
    from: "clusterPublic",
    to: "clusterPrivate",
    traffic: Traffic.tcpListed(ports),
    why: "Load balancers open connections to applications, for clients and to see whether they are healthy",
  },
];
