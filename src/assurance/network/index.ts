/**
 * Who can open a connection to which database, judged from Terraform JSON alone.
 *
 *     for (const { name, configuration } of environments(readOutputFolder("cdktf.out"))) {
 *       const network = new Network(configuration);
 *       matrix(network).judged                       // every pair that some rule may admit, with its verdict
 *       reach(network, source, database)             // one pair: witness hop by hop, or what blocks each way
 *     }
 *
 * Packets are points (packets.ts), what lets them through is an exact set of points (../sets). Every component that a
 * connection meets is a Stage with two such sets (extent.ts): what passes for certain, and what possibly passes while
 * something is not understood. A Leg takes packets through all stages and their answers back; a Reach tries all ways,
 * load balancers and endpoints included. The world is closed: what this configuration declares, without what
 * controllers and consoles add. Types that might carry packets and are not modelled are named in `network.unknowns`,
 * and while there is any, no verdict is DENIED.
 */
export { addressesIn, addressesText, internetAddresses } from "./addresses";
export type { Database } from "./databases";
export { explain, missedWays, openWays, passed, stoppedBy, symptoms } from "./explain";
export { noGroups } from "./held-groups";
export { HostNames } from "./host-names";
export { type Layer, layersAround, layersBetween } from "./layers";
export type { Block, Hop, Leg, Witness } from "./legs";
export { leg } from "./legs";
export { type Matrix, matrix } from "./matrix";
export { Network, networkOf, ownAddresses } from "./network";
export { isUncertain, type Meant, type OpenLayer, openings, uncertainGuards } from "./openings";
export { answerTo, type Packet, packetText } from "./packets";
export { internet, type Party, party } from "./parties";
export { type Reach, reach, type Scope, type Verdict, type Way } from "./reach";
export type { Code } from "./stages";
export { isClosed, isOpen, type Step, type Trail } from "./trails";
