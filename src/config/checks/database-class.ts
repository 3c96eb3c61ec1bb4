import { isSized, knownDatabaseClasses } from "../facts/database-classes";
import { databaseInstances } from "../instances";
import type { Environment } from "../model";
import { type Problem, show } from "../problem";
import { suggest } from "../suggest";
import { onePerFile, settingOf } from "./check";

/** The maximum of connections and alarm thresholds are derived from the memory of a class. */
export function memoryOfClassIsKnown(environment: Environment): Problem[] {
  const unknown = databaseInstances(environment).filter(({ settings }) => !isSized(settings));
  return onePerFile(unknown, "instanceClass").map((instance) => {
    const { instanceClass } = instance.settings;
    const nearest = suggest(instanceClass, knownDatabaseClasses);
    return {
      ...settingOf(instance, "instanceClass"),
      found: show(instanceClass),
      allowed:
        "a class of the table in src/config/facts/database-classes.ts, such as db.t4g.medium, db.m7g.large, db.r7g.large",
      fix: `${nearest ? `Did you mean ${nearest}? If not, choose` : "Choose"} another class, or set the memory of a newer one: \`instanceMemoryGiB: 16\`.`,
    };
  });
}

/** A setting without effect misleads its reader. */
export function memoryOfClassIsUsed(environment: Environment): Problem[] {
  const needless = databaseInstances(environment).filter(
    ({ settings: { instanceMemoryGiB, instanceClass } }) =>
      instanceMemoryGiB !== undefined && knownDatabaseClasses.includes(instanceClass),
  );
  return onePerFile(needless, "instanceMemoryGiB").map((instance) => ({
    ...settingOf(instance, "instanceMemoryGiB"),
    found: `${instance.settings.instanceMemoryGiB}, with instanceClass ${instance.settings.instanceClass}`,
    allowed: "the memory of a class that is not in the table",
    fix: "Delete it: the table has this class.",
  }));
}
