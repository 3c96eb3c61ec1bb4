import { type Packet, pointOf } from "./packets";
import type { Code, Stage } from "./stages";

/** Decision of one component on one packet. */
export interface Step {
  readonly verdict: "allowed" | "denied" | "unknown";
  readonly code: Code;
  readonly component: string;
  /** Whether it filters the client's packet or the response. */
  readonly answer: boolean;
  /** The rule that decides, or what is missing. */
  readonly rule: string;
}

/** How far a packet gets, component by component: to the other end and back, or to the first block. */
export interface PacketTrace {
  readonly packet: Packet;
  readonly steps: readonly Step[];
}

export function traceOf(stages: readonly Stage[], packet: Packet): PacketTrace {
  const steps = stages.map((stage) => stepOf(stage, packet));
  const stop = steps.findIndex(({ verdict }) => verdict === "denied");
  return { packet, steps: stop < 0 ? steps : steps.slice(0, stop + 1) };
}

function stepOf({ code, component, answer, passes, why }: Stage, packet: Packet): Step {
  const point = pointOf(packet);
  const verdict = passes.certain.has(point) ? "allowed" : passes.possible.has(point) ? "unknown" : "denied";
  return { verdict, code, component, answer, rule: why(packet) };
}

export const isOpen = ({ steps }: PacketTrace): boolean =>
  steps.every(({ verdict }) => verdict === "allowed");
export const isClosed = ({ steps }: PacketTrace): boolean =>
  steps.some(({ verdict }) => verdict === "denied");
