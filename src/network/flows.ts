import type { ApplicationAccessSettings } from "../config/model";
import { databasePort } from "../config/names";
import { type Flow, Traffic } from "./flow";

/**
 * The connections inside an environment. Ids and numbers are unique over all topologies, so that a flow has the same
 * entries in each topology.
 *
 * Responses from the internet may arrive at any port above 1023. Hosts of the internet still cannot connect: private
 * subnets have no public addresses, requests may leave to port 443 only, and security groups are stateful.
 *
 * Only `externalAccessFlows` connect the public database subnets, and only `applicationAccessFlows` open the public
 * cluster subnets to the outside.
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

/** Additional flows of external access: from listed ranges to its load balancer, and from there to the database. */
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
 * Additional flows of access to applications: from listed ranges to load balancers, and from there to applications.
 * Load balancers of both schemes are in the public subnets, which contain no pods, so an address there identifies a
 * load balancer.
 *
 * ICMP "fragmentation needed" from routers in the ranges is also meant for the NAT gateways; the flow to the internet
 * already includes it.
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
