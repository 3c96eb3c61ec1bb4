import { forEach, judge, type Rule, worst } from "../rule";

export const databaseBackups: Rule = {
  id: "database-backups",
  threat: "Without backups, an attacker who deletes or encrypts the data destroys the only copy.",
  check: forEach("aws_db_instance", (instance, { choices }) =>
    worst(instance.address, [
      judge(
        instance.address,
        "backup_retention_period",
        instance.get("backup_retention_period"),
        (text) => Number(text) >= (choices.backupDays?.get(instance.stack) ?? 1),
      ),
      judge(
        instance.address,
        "skip_final_snapshot",
        instance.get("skip_final_snapshot"),
        (text) => text === undefined || text === "false",
      ),
      judge(
        instance.address,
        "delete_automated_backups",
        instance.get("delete_automated_backups"),
        (text) => text === "false",
      ),
    ]),
  ),
};
