/** Number of values of `portNumber`: a prime, so that common ports have different ones. */
const portNumbers = 317;

/**
 * A number below `portNumbers` that depends on the port alone, so that a change of other ports never renumbers its
 * rules.
 */
export const portNumber = (port: number): number => port % portNumbers;
