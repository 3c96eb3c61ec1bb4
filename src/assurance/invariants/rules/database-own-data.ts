import { isAbsent, textOf } from "../../terraform";
import { compliant, forEach, type Rule, unknown, violated } from "../rule";

export const databaseOwnData: Rule = {
  id: "database-own-data",
  threat: "A snapshot that another account shares contains logins whose passwords that account knows.",
  check: forEach("aws_db_instance", (instance, { choices: { place } }) => {
    const { address } = instance;
    const value = instance.get("snapshot_identifier");
    if (isAbsent(value)) return compliant(address);
    const name = textOf(value);
    if (typeof name !== "string")
      return unknown(address, "the snapshot from which it is created is not known");
    const isOwn = place && name.startsWith(`arn:aws:rds:${place.region}:${place.account}:snapshot:`);
    return name.startsWith("arn:") && !isOwn
      ? violated(address, `it is restored from ${name}, which may be another account's`)
      : compliant(address);
  }),
};
