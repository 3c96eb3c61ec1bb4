import { Fn } from "cdktf";

/**
 * A list inside a `kubernetes_manifest`, as an expression: cdktf 0.21 renders a plain list in such a free-form map as
 * `{ 0 = ..., 1 = ... }` in HCL mode. Plans show the list either way.
 */
export const manifestList = <T>(items: T[]): T[] => Fn.concat([items]);
