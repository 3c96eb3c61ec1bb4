import { isAbsent } from "../../terraform";
import { hasOwnKey } from "../customer-key";
import { forEach, judge, type Rule, violated, worst } from "../rule";

const passwords = ["password", "password_wo"];

export const masterPasswordManaged: Rule = {
  id: "master-password-managed",
  threat: "A password that passes through Terraform is in its plans, its state, or its variables.",
  check: forEach("aws_db_instance", (instance, evidence) =>
    worst(instance.address, [
      ...passwords
        .filter((name) => !isAbsent(instance.get(name)))
        .map((name) => violated(instance.address, `${name} is set`)),
      judge(
        instance.address,
        "manage_master_user_password",
        instance.get("manage_master_user_password"),
        (text) => text === "true",
      ),
      hasOwnKey(instance, "master_user_secret_kms_key_id", evidence),
    ]),
  ),
};
