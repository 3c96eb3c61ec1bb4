import type { Weakening } from "../mutations/mutation";
import { clusters } from "./cluster";
import { data } from "./data";
import { identity } from "./identity";
import { kubernetes } from "./kubernetes";
import { network } from "./network";
import { outputs } from "./outputs";
import { surroundings } from "./surroundings";
import { terraform } from "./terraform";

/** Every attack, by what it goes through. */
export const attacks: Readonly<Record<string, readonly Weakening[]>> = {
  clusters,
  data,
  identity,
  kubernetes,
  network,
  outputs,
  surroundings,
  terraform,
};
