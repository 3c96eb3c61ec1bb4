/**
 * What is meant by place and owner, bound to what the configuration calls it.
 *
 *     const { bound, problems } = bind(intent, configuration, identities);
 *     bound.databases                  // [{ database: "dev-shared", clients: [...] }]
 *     problems                         // [] where everything is there once, and names keep their owners apart
 */
export { bind } from "./bind";
export type { Belongings, BoundIntent, DatabaseIntent } from "./bound";
