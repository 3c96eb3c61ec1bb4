/** How many numbers there are for ports: a prime, so that usual ports get different ones. */
const portNumbers = 317;

/** A number below `portNumbers` that follows from a port alone: whatever else is listed, its rules stay the same. */
export const portNumber = (port: number): number => port % portNumbers;
