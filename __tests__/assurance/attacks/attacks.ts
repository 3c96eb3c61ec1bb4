import type { Weakening } from "../mutations/mutation";
import { clusters } from "./cluster";
import { conditions } from "./conditions";
import { data } from "./data";
import { identity } from "./identity";
import { kubernetes } from "./kubernetes";
import { language } from "./language";
import { network } from "./network";
import { outputs } from "./outputs";
import { rights } from "./rights";
import { settings } from "./settings";
import { surroundings } from "./surroundings";
import { terraform } from "./terraform";

/** Every attack, by what it goes through. */
export const attacks: Readonly<Record<string, readonly Weakening[]>> = {
  clusters,
  conditions,
  data,
  identity,
  kubernetes,
  language,
  network,
  outputs,
  rights,
  settings,
  surroundings,
  terraform,
};
