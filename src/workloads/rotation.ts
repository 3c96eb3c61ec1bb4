import { secretsMountPath } from "../config/names";
import type { Probes } from "./probes";

/**
 * File in the pod's scratch folder with a digest of the credentials at the start of the container; it contains no
 * secret.
 */
const digestFile = "/tmp/credentials-at-start";

const mounted = `cat ${secretsMountPath}/* | sha256sum`;

/** Command that writes the digest for the probe below. */
export const noteOfCredentials = `${mounted} > ${digestFile}`;

const shell = (script: string) => ({ exec: { command: ["/bin/sh", "-c", script] } });

/** Runs when the container starts, for images whose own command is not known. */
export const noteAtStart = { postStart: [shell(noteOfCredentials)] };

/**
 * Fails when the mounted credentials differ from those at the start: the kubelet then restarts the container, without
 * any account that may change workloads. Since two logins alternate, the old credentials are valid meanwhile. It
 * replaces a liveness probe of the program; the readiness probe remains.
 */
export const credentialsAreThoseOfStart: Probes["livenessProbe"] = {
  ...shell(`cat ${secretsMountPath}/* | sha256sum -c ${digestFile}`),
  periodSeconds: 20,
  timeoutSeconds: 5,
  failureThreshold: 2,
};
