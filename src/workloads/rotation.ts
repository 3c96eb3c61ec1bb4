import { secretsMountPath } from "../config/names";
import type { Probes } from "./probes";

/** In the pod's scratch folder: a digest of what was mounted when the container started, no secret. */
const digestFile = "/tmp/credentials-at-start";

const mounted = `cat ${secretsMountPath}/* | sha256sum`;

/** Notes what is mounted, for the probe below. */
export const noteOfCredentials = `${mounted} > ${digestFile}`;

const shell = (script: string) => ({ exec: { command: ["/bin/sh", "-c", script] } });

/** Runs as the container starts, for programs whose own command is not known. */
export const noteAtStart = { postStart: [shell(noteOfCredentials)] };

/**
 * Fails once the mounted credentials are others than at the start: the kubelet then restarts the container, which takes
 * no account with rights over workloads. Two logins take turns, so what the program still holds works meanwhile. It
 * stands in place of a probe of the program, whose readiness probe goes on.
 */
export const credentialsAreThoseOfStart: Probes["livenessProbe"] = {
  ...shell(`cat ${secretsMountPath}/* | sha256sum -c ${digestFile}`),
  periodSeconds: 20,
  timeoutSeconds: 5,
  failureThreshold: 2,
};
