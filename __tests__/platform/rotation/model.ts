import { randomFrom } from "../../support/random";
import { type Moment, Timeline } from "./timeline";

/**
 * A model of what happens to one application's pods when secrets change that they mount: the Secrets Store CSI driver 1.6.1
 * on each node, the kubelet, Reloader 1.4.21 and the deployment controller. Times in seconds. Constants are those of their
 * source:
 * - driver, pkg/secrets-store/nodeserver.go: a mount is renewed when the kubelet asks and it is older than the interval;
 *   a renewal whose result cannot be noted at the API server counts as done, and is noted by the next one
 * - driver, controllers/secretproviderclasspodstatus_controller.go: each node writes the Kubernetes secrets from its own
 *   pod's files, after each mount and every five minutes, one after the other, and stops at the first that is refused;
 *   never for a pod that ends
 * - Reloader, internal/pkg/handler/update.go and upgrade.go: a change of a secret restarts, whatever it was before; a
 *   change of what a pod has mounted restarts only if the deployment was not restarted for these versions last; not when
 *   a pod mounts for the first time. internal/pkg/controller/controller.go: five quick tries, then the change is dropped
 * - Reloader, internal/pkg/leadership/leadership.go: who cannot renew its lease for ten seconds ends
 * - kubelet: asks the driver anew at each synchronization of a pod, every 60 to 90 seconds
 */
const kubeletSync = [60, 90] as const;
const writeAgain = 300;
const gracePeriod = 60;
const leaseSeconds = 10;

/** What makes Reloader restart: a Kubernetes secret that changed, or versions that a pod has mounted. */
export type Trigger = "secret" | "mount";

export interface MountedSecret {
  /** Whether an older version is refused where a newer one was copied already. */
  readonly goesForward: boolean;
  /** Moments at which it changes, in order. */
  readonly changes: readonly number[];
  /** How long Secrets Manager may take to answer for it. @default - at once */
  readonly seconds?: number;
}

export interface Rotation {
  readonly trigger: Trigger;
  /** What the pods mount, in the order of their class. */
  readonly secrets: readonly MountedSecret[];
  readonly replicas: number;
  /** How old a mount gets before it is renewed. */
  readonly pollInterval: number;
  /** From when to when the API server gives no answer. @default - it always does */
  readonly silence?: readonly [from: number, to: number];
  readonly seed: number;
}

export interface Outcome {
  readonly rollouts: number;
  /** Pods at the end, and how many of them hold a value from before the last change of its secret. */
  readonly pods: number;
  readonly stale: number;
  /** When the last pod with such a value ended or was told to. Zero where none ever was. */
  readonly settled: number;
}

interface Pod {
  readonly generation: number;
  /** Versions in its files, in the note of the driver about it, and in its variables. */
  mounted: Moment[];
  noted: Moment[];
  values: Moment[];
  mountedAt: Moment;
  isReady: boolean;
  isEnding: boolean;
  writesAt: Moment;
}

/** Three hours. Version 0 of a secret is there from the start, and each change makes the next one. */
export function rotate({ trigger, secrets, replicas, pollInterval, silence, seed }: Rotation): Outcome {
  const random = randomFrom(seed);
  const between = (least: number, most: number) => least + (most - least) * random();
  const line = new Timeline();
  const { later } = line;
  const versionAt = ({ changes }: MountedSecret, moment: Moment) =>
    changes.filter((change) => change <= moment).length;
  const first = secrets.map((secret) => versionAt(secret, 0));
  const last = secrets.map(({ changes }) => changes.length);
  const copies = [...first];
  let restartedFor = "";
  let generation = 0;
  let pods: Pod[] = [];
  let settled = 0;

  const [from, to] = silence ?? [0, 0];
  const isSilent = () => from <= line.now && line.now < to;
  const followsAt = to - from > leaseSeconds ? to + between(1, 20) : to;
  /** Runs at once, or as soon as the API server answers. */
  const whenHeard = (run: () => void) => (isSilent() ? later(to - line.now + between(0.1, 5), run) : run());
  const isStale = ({ values }: Pod) => values.some((version, at) => version !== last[at]);

  const restart = () => {
    generation += 1;
    reconcileDeployment();
  };
  const reload = (versions: string) => {
    if (isSilent() || (from < line.now && line.now < followsAt)) return;
    if (versions === restartedFor) return;
    restartedFor = versions;
    restart();
  };
  const write = (pod: Pod) => {
    if (pod.isEnding) return;
    if (isSilent()) return writeLater(pod, between(1, 10));
    for (const [at, { goesForward }] of secrets.entries()) {
      const mounted = pod.mounted[at] as Moment;
      const copied = copies[at] as Moment;
      if (goesForward && mounted < copied) break;
      copies[at] = mounted;
      if (mounted !== copied && trigger === "secret") restart();
    }
    writeLater(pod, writeAgain);
  };
  /** One write is planned for a pod at a time: the earliest that was asked for. */
  const writeLater = (pod: Pod, delay: number) => {
    if (pod.writesAt > line.now && pod.writesAt <= line.now + delay) return;
    const moment = later(delay, () => {
      if (pod.writesAt === moment) write(pod);
    });
    pod.writesAt = moment;
  };
  /** Asks for one secret after the other. */
  const fetch = (pod: Pod, done: () => void, versions: Moment[] = []): void => {
    const secret = secrets[versions.length];
    if (!secret) {
      pod.mounted = versions;
      pod.mountedAt = line.now;
      done();
      return;
    }
    later(between(0, secret.seconds ?? 0.1), () =>
      fetch(pod, done, [...versions, versionAt(secret, line.now)]),
    );
  };
  const note = (pod: Pod): boolean => {
    if (isSilent()) return false;
    pod.noted = pod.mounted;
    writeLater(pod, between(0.05, 1));
    return true;
  };
  const renew = (pod: Pod) => {
    if (pod.isEnding) return;
    later(between(...kubeletSync), () => renew(pod));
    if (line.now < pod.mountedAt + pollInterval) return;
    fetch(pod, () => {
      const before = String(pod.noted);
      const versions = String(pod.mounted);
      if (!pod.isEnding && note(pod) && versions !== before && trigger === "mount")
        later(between(0.05, 1), () => reload(versions));
    });
  };
  const mount = (pod: Pod): void =>
    fetch(pod, () => {
      if (!note(pod)) {
        later(between(1, 120), () => mount(pod));
        return;
      }
      later(between(...kubeletSync), () => renew(pod));
      // The container is made after the mount: its variables are those of the copies at that moment.
      later(between(2, 6), () => {
        pod.values = [...copies];
        later(between(6, 40), () =>
          whenHeard(() => {
            pod.isReady = true;
            reconcileDeployment();
          }),
        );
      });
    });
  const podOf = (more: Partial<Pod>): Pod => {
    const pod = { generation, mounted: first, noted: first, values: last, mountedAt: 0, writesAt: 0 };
    const made = { ...pod, isReady: false, isEnding: false, ...more };
    pods.push(made);
    return made;
  };
  const end = (pod: Pod) => {
    pod.isEnding = true;
    if (isStale(pod)) settled = line.now;
    later(between(1, gracePeriod), () => {
      pods = pods.filter((other) => other !== pod);
    });
  };
  /** One more than there shall be, and none missing: maxSurge 1, maxUnavailable 0. */
  function reconcileDeployment(): void {
    if (isSilent()) {
      whenHeard(reconcileDeployment);
      return;
    }
    const alive = pods.filter(({ isEnding }) => !isEnding);
    for (const pod of alive.filter((one) => one.generation !== generation && !one.isReady)) end(pod);
    const [outdated] = alive.filter((one) => one.generation !== generation && one.isReady);
    const ready = alive.filter(({ isReady }) => isReady).length;
    if (outdated && ready > replicas) end(outdated);
    const left = pods.filter(({ isEnding }) => !isEnding);
    const fresh = left.filter((one) => one.generation === generation).length;
    if (fresh < replicas && left.length <= replicas) {
      mount(podOf({}));
      reconcileDeployment();
    }
  }

  for (let index = 0; index < replicas; index += 1) {
    const pod = podOf({ values: first, mountedAt: -between(0, pollInterval), isReady: true });
    later(between(0, kubeletSync[1]), () => renew(pod));
    writeLater(pod, between(1, writeAgain));
  }
  line.runUntil(3 * 3600);
  const alive = pods.filter(({ isEnding }) => !isEnding);
  return { rollouts: generation, pods: alive.length, stale: alive.filter(isStale).length, settled };
}
