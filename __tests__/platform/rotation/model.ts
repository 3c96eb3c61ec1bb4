import { randomFrom } from "../../support/random";

/**
 * A model of what happens to one application's pods after a rotation: the Secrets Store CSI driver 1.6.1 on each node, the
 * kubelet, Reloader 1.4.21 and the deployment controller. Times in seconds. Constants are those of their source:
 * - driver, pkg/secrets-store/nodeserver.go: a mount is renewed when the kubelet asks and it is older than the interval
 * - driver, controllers/secretproviderclasspodstatus_controller.go: each node writes the Kubernetes secret from its own
 *   pod's files, after each mount and every five minutes; never for a pod that ends
 * - Reloader, internal/pkg/handler/update.go and upgrade.go: a change of a secret restarts, whatever it was before; a
 *   change of what a pod has mounted restarts only if the deployment was not restarted for that version yet
 * - kubelet: asks the driver anew at each synchronization of a pod, every 60 to 90 seconds
 */
const kubeletSync = [60, 90] as const;
const writeAgain = 300;
const gracePeriod = 60;

/** What makes Reloader restart: a Kubernetes secret that changed, or versions that a pod has mounted. */
export type Trigger = "secret" | "mount";

export interface Rotation {
  readonly trigger: Trigger;
  /** Whether an older version is refused where a newer one was copied already. */
  readonly goesForward: boolean;
  readonly replicas: number;
  /** How old a mount gets before it is renewed. */
  readonly pollInterval: number;
  readonly seed: number;
}

export interface Outcome {
  readonly rollouts: number;
  /** Pods at the end, and how many of them hold the login from before the rotation. */
  readonly pods: number;
  readonly stale: number;
}

interface Pod {
  readonly generation: number;
  mounted: number;
  mountedAt: number;
  login: number;
  isReady: boolean;
  isEnding: boolean;
  writesAt: number;
}

/** Two hours from a rotation on. */
export function rotate({ trigger, goesForward, replicas, pollInterval, seed }: Rotation): Outcome {
  const random = randomFrom(seed);
  const between = (least: number, most: number) => least + (most - least) * random();
  const events: { at: number; run: () => void }[] = [];
  const [old, current] = [1, 2];
  let now = 0;
  let secret = old;
  let restartedFor = old;
  let generation = 0;
  let pods: Pod[] = [];
  const later = (delay: number, run: () => void) => events.push({ at: now + delay, run });

  const restart = () => {
    generation += 1;
    reconcileDeployment();
  };
  const write = (pod: Pod) => {
    if (pod.isEnding) return;
    if (goesForward && pod.mounted < secret) return writeLater(pod, writeAgain);
    const isChange = secret !== pod.mounted;
    secret = pod.mounted;
    writeLater(pod, writeAgain);
    if (isChange && trigger === "secret") restart();
  };
  /** One write is planned for a pod at a time: the earliest that was asked for. */
  const writeLater = (pod: Pod, delay: number) => {
    if (pod.writesAt > now && pod.writesAt <= now + delay) return;
    pod.writesAt = now + delay;
    later(delay, () => {
      if (pod.writesAt === now) write(pod);
    });
  };
  const renew = (pod: Pod) => {
    if (pod.isEnding) return;
    later(between(...kubeletSync), () => renew(pod));
    if (now < pod.mountedAt + pollInterval) return;
    const isNew = pod.mounted !== current;
    pod.mounted = current;
    pod.mountedAt = now;
    writeLater(pod, between(0.05, 1));
    if (!isNew || trigger !== "mount" || restartedFor === current) return;
    restartedFor = current;
    later(between(0.05, 1), restart);
  };
  const start = () => {
    const pod: Pod = {
      generation,
      mounted: current,
      mountedAt: now,
      login: 0,
      isReady: false,
      isEnding: false,
      writesAt: 0,
    };
    pods.push(pod);
    writeLater(pod, between(0.05, 1));
    later(between(...kubeletSync), () => renew(pod));
    // The container is made after the mount: its variables are those of the secret at that moment.
    later(between(2, 6), () => {
      pod.login = secret;
    });
    later(between(8, 45), () => {
      pod.isReady = true;
      reconcileDeployment();
    });
  };
  const end = (pod: Pod) => {
    pod.isEnding = true;
    later(between(1, gracePeriod), () => {
      pods = pods.filter((other) => other !== pod);
    });
  };
  /** One more than there shall be, and none missing: maxSurge 1, maxUnavailable 0. */
  function reconcileDeployment(): void {
    const alive = pods.filter(({ isEnding }) => !isEnding);
    for (const pod of alive.filter((one) => one.generation !== generation && !one.isReady)) end(pod);
    const [outdated] = alive.filter((one) => one.generation !== generation && one.isReady);
    const ready = alive.filter(({ isReady }) => isReady).length;
    if (outdated && ready > replicas) end(outdated);
    const left = pods.filter(({ isEnding }) => !isEnding);
    const fresh = left.filter((one) => one.generation === generation).length;
    if (fresh < replicas && left.length <= replicas) {
      start();
      reconcileDeployment();
    }
  }

  for (let index = 0; index < replicas; index += 1) {
    const pod: Pod = {
      generation,
      mounted: old,
      mountedAt: -between(0, pollInterval),
      login: old,
      isReady: true,
      isEnding: false,
      writesAt: 0,
    };
    pods.push(pod);
    later(between(0, kubeletSync[1]), () => renew(pod));
    writeLater(pod, between(1, writeAgain));
  }
  while (events.length > 0 && now < 7200) {
    const first = events.reduce((earliest, event) => (event.at < earliest.at ? event : earliest));
    events.splice(events.indexOf(first), 1);
    now = first.at;
    first.run();
  }
  const alive = pods.filter(({ isEnding }) => !isEnding);
  return {
    rollouts: generation,
    pods: alive.length,
    stale: alive.filter(({ login }) => login !== current).length,
  };
}
