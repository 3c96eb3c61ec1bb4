/**
 * Who can open a connection to which database, judged from Terraform JSON alone.
 *
 *     for (const { name, configuration } of environments(readOutputFolder("cdktf.out"))) {
 *       const network = new Network(configuration);
 *       matrix(network).judged                       // every pair that a rule may admit, with its verdict
 *       reach(network, source, database)             // one pair: a witness hop by hop, or what blocks each path
 *     }
 *
 * Packets are points (packets.ts), and what admits them is an exact set of points (../sets). Every component on a path
 * is a Stage with two such sets (extent.ts): packets that certainly pass, and packets that possibly pass while
 * something is unknown. A Leg sends packets through all stages and their responses back; a Reach tries all paths,
 * including load balancers and endpoints. The world is closed: it contains what this configuration declares, without
 * changes by controllers and consoles. `network.unknowns` lists types that may carry packets and are not modelled;
 * while there is any, no verdict is DENIED.
 */
export { addressesIn, addressesText, internetAddresses } from "./addresses";
export type { Database } from "./databases";
export { explain, missedPaths, openPaths, passed, stoppedBy, symptoms } from "./explain";
export { noGroups } from "./held-groups";
export { HostNames } from "./host-names";
export { type Layer, layersAround, layersBetween } from "./layers";
export type { Block, Hop, Leg, Witness } from "./legs";
export { leg } from "./legs";
export { type Matrix, matrix } from "./matrix";
export { Network, networkOf, ownAddresses } from "./network";
export { isUncertain, type Meant, type OpenLayer, openings, uncertainGuards } from "./openings";
export { isClosed, isOpen, type PacketTrace, type Step } from "./packet-trace";
export { answerTo, type Packet, packetText } from "./packets";
export { internet, type Party, party } from "./parties";
export { type NetworkPath, type Reach, reach, type Scope, type Verdict } from "./reach";
export type { Code } from "./stages";
