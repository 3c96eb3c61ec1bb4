/**
 * Key in a Kubernetes secret, and in the JSON of the secret that it copies, with the time at which the copied version
 * was written.
 */
export const writtenKey = "written";

/** Value if the time is unknown. */
export const unknownTime = "-";
