/** How many numbers there are for ports: a prime, so that usual ports get different ones. */
const portNumbers = 317;

/** A number below `portNumbers` that follows from a port alone: whatever is listed beside it, its rules stay the same. */
export const portNumber = (port: number): number => port % portNumbers;
