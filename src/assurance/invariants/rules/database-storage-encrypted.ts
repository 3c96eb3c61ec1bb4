import { textOf } from "../../terraform";
import { hasOwnKey } from "../customer-key";
import { forEach, judge, type Rule, worst } from "../rule";

export const databaseStorageEncrypted: Rule = {
  id: "database-storage-encrypted",
  threat: "Every principal that may use the key of the whole account can read a copied snapshot or volume.",
  check: forEach("aws_db_instance", (instance, evidence) =>
    worst(instance.address, [
      judge(
        instance.address,
        "storage_encrypted",
        instance.get("storage_encrypted"),
        (text) => text === "true",
      ),
      hasOwnKey(instance, "kms_key_id", evidence),
      ...(![undefined, "false"].includes(
        textOf(instance.get("performance_insights_enabled")) as string | undefined,
      )
        ? [hasOwnKey(instance, "performance_insights_kms_key_id", evidence)]
        : []),
    ]),
  ),
};
