/**
 * Binds the intent, which refers to resources by place and owner, to their names in the configuration.
 *
 *     const { bound, problems } = bind(intent, configuration, identities);
 *     bound.databases                  // [{ database: "dev-shared", clients: [...] }]
 *     problems                         // [] if every resource exists once, and names distinguish owners
 */
export { bind } from "./bind";
export type { BoundIntent, DatabaseIntent, OrganizationResources } from "./bound";
