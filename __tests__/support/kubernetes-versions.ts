import { judgedOn, supportedOn } from "../../src/config/facts/kubernetes-versions";
import { oneOf } from "../../src/config/schema/json-schema";

const supported = supportedOn(judgedOn);

/** Versions that config takes, the oldest first; tests name none, so that a version that comes or goes breaks no test. */
export const [oldestVersion, newestVersion] = [supported.at(0), supported.at(-1)] as [string, string];

/** All of them, as messages list them. */
export const oneOfVersions = oneOf(supported);

/** The minor version that comes so many after another one. */
export const versionAfter = (version: string, by = 1): string => `1.${Number(version.split(".")[1]) + by}`;
